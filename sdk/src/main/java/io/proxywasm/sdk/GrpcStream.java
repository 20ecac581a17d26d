package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/**
 * An open gRPC stream. Made with {@link GrpcStreamCall#open}.
 *
 * @param <Q> the type of the messages to send
 */
@Cold
public final class GrpcStream<Q> {
  private static final int CANCELLED = 1;

  private final GrpcCodec<Q> codec;
  private final GrpcStreamReceiver<?> receiver;
  private boolean ended;

  GrpcStream(GrpcCodec<Q> codec, GrpcStreamReceiver<?> receiver) {
    this.codec = codec;
    this.receiver = receiver;
  }

  /** Sends a message: {@code proxy_grpc_send}. Does nothing when the stream is closed. */
  public void send(Q message) {
    send(message, false);
  }

  /** Sends the last message: {@code proxy_grpc_send}. Does nothing when the stream is closed. */
  public void sendLast(Q message) {
    send(message, true);
  }

  private void send(Q message, boolean last) {
    if (!ended && !receiver.closed().isOver()) {
      ended = last;
      Host.calls().grpcSend(receiver.id(), codec.encode(message), last);
    }
  }

  /** Says that no more messages will be sent: {@code proxy_grpc_close}. */
  public void end() {
    if (!ended && !receiver.closed().isOver()) {
      ended = true;
      Host.calls().grpcClose(receiver.id());
    }
  }

  /** Ends the stream at once: {@code proxy_grpc_cancel}. No function of it is called any more. */
  public void cancel() {
    Stage<?> unused = closed().onFailure(failure -> {});
    receiver.cancel(new GrpcException("cancelled", CANCELLED, ""));
  }

  /**
   * Returns the stage that is complete when the stream was closed with the status OK. It fails with
   * a {@link GrpcException} when it was another one, with a {@link HostcallException} when the
   * stream could not be opened, and with what a function of the stream has thrown.
   */
  public Stage<@Nullable Void> closed() {
    return receiver.closed();
  }
}
