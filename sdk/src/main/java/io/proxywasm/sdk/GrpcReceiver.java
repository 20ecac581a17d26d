package io.proxywasm.sdk;

/** A gRPC call or stream under way. */
abstract class GrpcReceiver {
  /** All of this VM, by their ids. */
  static final IntMap<GrpcReceiver> ALL = new IntMap<>();

  private int id;

  final void start(int callId) {
    id = callId;
    ALL.put(callId, this);
  }

  final int id() {
    return id;
  }

  final void forget() {
    ALL.remove(id);
  }

  abstract void initialMetadata(Headers metadata);

  abstract void message(Bytes message);

  abstract void trailingMetadata(Headers metadata);

  abstract void close(int status);
}
