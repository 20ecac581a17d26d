package io.proxywasm.host;

import org.jspecify.annotations.Nullable;

/** A gRPC call or stream of a plugin. */
final class GrpcCallout implements Callouts.GrpcListener {
  private final RootContext root;
  private final int id;
  private Callouts.@Nullable GrpcStream stream;
  private boolean localClosed;
  private boolean remoteClosed;

  GrpcCallout(RootContext root, int id) {
    this.root = root;
    this.id = id;
  }

  void opened(Callouts.GrpcStream opened) {
    stream = opened;
  }

  void send(byte[] message, boolean endStream) {
    if (stream != null && !localClosed && !remoteClosed) {
      localClosed = endStream;
      stream.send(message, endStream);
    }
  }

  void cancel() {
    if (stream != null && !remoteClosed) {
      stream.reset();
    }
  }

  /** Returns whether both sides are closed now. */
  boolean closeLocal() {
    if (stream != null && !localClosed && !remoteClosed) {
      stream.close();
    }
    localClosed = true;
    return remoteClosed;
  }

  /** Returns whether both sides are closed now. */
  boolean closeRemote() {
    remoteClosed = true;
    return localClosed;
  }

  @Override
  public void onInitialMetadata(HeaderMap metadata) {
    root.onGrpcInitialMetadata(id, metadata);
  }

  @Override
  public void onMessage(byte[] message) {
    root.onGrpcMessage(id, message);
  }

  @Override
  public void onTrailingMetadata(HeaderMap metadata) {
    root.onGrpcTrailingMetadata(id, metadata);
  }

  @Override
  public void onClose(int status, String message) {
    root.onGrpcClose(id, status, message);
  }
}
