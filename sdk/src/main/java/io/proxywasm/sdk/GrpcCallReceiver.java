package io.proxywasm.sdk;

/** A gRPC call under way. When it succeeds, its message is all that comes; else its status is. */
final class GrpcCallReceiver<R> extends GrpcReceiver {
  private final GrpcMethod<?, R> method;
  private final Stage<R> stage = new Stage<>();

  GrpcCallReceiver(GrpcMethod<?, R> method) {
    this.method = method;
  }

  Stage<R> stage() {
    return stage;
  }

  @Override
  void initialMetadata(Headers metadata) {}

  @Override
  void message(Bytes message) {
    forget();
    R response;
    try {
      response = method.response().decode(message);
    } catch (Throwable failure) {
      stage.fail(failure);
      return;
    }
    stage.complete(response);
  }

  @Override
  void trailingMetadata(Headers metadata) {}

  @Override
  void close(int status) {
    stage.fail(new GrpcException(method.name(), status, Host.calls().callStatus().message()));
  }
}
