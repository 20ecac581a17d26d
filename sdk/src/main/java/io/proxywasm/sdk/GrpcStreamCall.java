package io.proxywasm.sdk;

import java.util.function.Consumer;

/**
 * A gRPC stream that is about to be opened: {@code proxy_grpc_stream}. Made with {@link
 * Context#grpcStream}. Its functions run in the context that opens it; when that has ended, the
 * stream is cancelled.
 *
 * @param <Q> the type of the messages to send
 * @param <R> the type of the messages that come
 */
@Cold
public final class GrpcStreamCall<Q, R> {
  private final String cluster;
  private final GrpcMethod<Q, R> method;
  private final HeaderList metadata = new HeaderList();
  private Consumer<Headers> onInitialMetadata = nothing -> {};
  private Consumer<? super R> onMessage = nothing -> {};
  private Consumer<Headers> onTrailingMetadata = nothing -> {};

  GrpcStreamCall(String cluster, GrpcMethod<Q, R> method) {
    this.cluster = cluster;
    this.method = method;
  }

  /** Adds metadata to send first. */
  public GrpcStreamCall<Q, R> metadata(String name, String value) {
    metadata.add(name, value);
    return this;
  }

  /**
   * Sets what to do with the metadata that come first; they are valid until the function returns:
   * {@code proxy_on_grpc_receive_initial_metadata}.
   */
  @Callback("proxy_on_grpc_receive_initial_metadata")
  public GrpcStreamCall<Q, R> onInitialMetadata(Consumer<Headers> function) {
    onInitialMetadata = function;
    return this;
  }

  /**
   * Sets what to do with each message; one that is still bytes is valid until the function returns:
   * {@code proxy_on_grpc_receive}.
   */
  public GrpcStreamCall<Q, R> onMessage(Consumer<? super R> function) {
    onMessage = function;
    return this;
  }

  /**
   * Sets what to do with the metadata that come last; they are valid until the function returns:
   * {@code proxy_on_grpc_receive_trailing_metadata}.
   */
  @Callback("proxy_on_grpc_receive_trailing_metadata")
  public GrpcStreamCall<Q, R> onTrailingMetadata(Consumer<Headers> function) {
    onTrailingMetadata = function;
    return this;
  }

  /**
   * Opens the stream: {@code proxy_grpc_stream}. One that cannot be opened is closed from the
   * beginning: {@link GrpcStream#closed} tells why.
   */
  @Callback({"proxy_on_grpc_receive", "proxy_on_grpc_close"})
  public GrpcStream<Q> open() {
    GrpcStreamReceiver<R> receiver =
        new GrpcStreamReceiver<>(method, onInitialMetadata, onMessage, onTrailingMetadata);
    try {
      receiver.start(Host.calls().grpcStream(cluster, method.service(), method.method(), metadata));
    } catch (HostcallException refused) {
      receiver.closed().fail(refused);
    }
    return new GrpcStream<>(method.request(), receiver);
  }
}
