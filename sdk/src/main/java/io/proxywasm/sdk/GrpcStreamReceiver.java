package io.proxywasm.sdk;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A gRPC stream under way. */
final class GrpcStreamReceiver<R> extends GrpcReceiver {
  private final GrpcMethod<?, R> method;
  private final Consumer<Headers> onInitialMetadata;
  private final Consumer<? super R> onMessage;
  private final Consumer<Headers> onTrailingMetadata;
  private final int contextId = Contexts.current;
  private final Stage<@Nullable Void> closed = new Stage<>();

  GrpcStreamReceiver(
      GrpcMethod<?, R> method,
      Consumer<Headers> onInitialMetadata,
      Consumer<? super R> onMessage,
      Consumer<Headers> onTrailingMetadata) {
    this.method = method;
    this.onInitialMetadata = onInitialMetadata;
    this.onMessage = onMessage;
    this.onTrailingMetadata = onTrailingMetadata;
  }

  Stage<@Nullable Void> closed() {
    return closed;
  }

  @Override
  void initialMetadata(Headers metadata) {
    run(() -> onInitialMetadata.accept(metadata));
  }

  @Override
  void message(Bytes message) {
    run(() -> onMessage.accept(method.response().decode(message)));
  }

  @Override
  void trailingMetadata(Headers metadata) {
    run(() -> onTrailingMetadata.accept(metadata));
  }

  private void run(Runnable function) {
    int before = Contexts.current;
    if (!Contexts.enter(contextId)) {
      cancel(new StreamGoneException(contextId));
      return;
    }
    try {
      function.run();
    } catch (Throwable failure) {
      cancel(failure);
    }
    Contexts.back(before);
  }

  void cancel(Throwable reason) {
    if (!closed.isOver()) {
      forget();
      Host.calls().grpcCancel(id());
      closed.fail(reason);
    }
  }

  @Override
  void close(int status) {
    String message = status == 0 ? "" : Host.calls().callStatus().message();
    // Only what is closed on both sides is forgotten by Envoy.
    Host.calls().grpcClose(id());
    if (status == 0) {
      closed.completeWith(null);
    } else {
      closed.fail(new GrpcException(method.name(), status, message));
    }
  }
}
