package io.proxywasm.sdk;

import java.time.Duration;

/**
 * A gRPC call with one message each way: {@code proxy_grpc_call}. Made with {@link
 * Context#grpcCall}.
 *
 * @param <Q> the type of the request
 * @param <R> the type of the response
 */
@Cold
public final class GrpcCall<Q, R> {
  private static final int DEFAULT_TIMEOUT_MILLIS = 5_000;

  private final String cluster;
  private final GrpcMethod<Q, R> method;
  private final HeaderList metadata = new HeaderList();
  private int timeoutMillis = DEFAULT_TIMEOUT_MILLIS;

  GrpcCall(String cluster, GrpcMethod<Q, R> method) {
    this.cluster = cluster;
    this.method = method;
  }

  /** Adds metadata to send before the message. */
  public GrpcCall<Q, R> metadata(String name, String value) {
    metadata.add(name, value);
    return this;
  }

  /** Sets how long to wait for the response; 5 seconds where it is not set. */
  public GrpcCall<Q, R> timeout(Duration duration) {
    return timeoutMillis((int) Math.min(duration.toMillis(), Integer.MAX_VALUE));
  }

  /**
   * Sets how long to wait for the response, without the bytes that {@link Duration} adds to a
   * module.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public GrpcCall<Q, R> timeoutMillis(int milliseconds) {
    if (milliseconds <= 0) {
      throw new IllegalArgumentException(
          "timeout of " + Digits.of(milliseconds) + " ms is not positive");
    }
    timeoutMillis = milliseconds;
    return this;
  }

  /**
   * Sends the request and returns a stage for the response: {@code proxy_grpc_call}. The stage
   * fails with a {@link GrpcException} when the call ends with another status than OK, also when
   * nobody answers or not in time (in Envoy both are 14, unavailable); and with a {@link
   * HostcallException} when the cluster is unknown to the host (PARSE_FAILURE).
   */
  @Callback({"proxy_on_grpc_receive", "proxy_on_grpc_close"})
  public Stage<R> send(Q message) {
    GrpcCallReceiver<R> receiver = new GrpcCallReceiver<>(method);
    try {
      receiver.start(
          Host.calls()
              .grpcCall(
                  cluster,
                  method.service(),
                  method.method(),
                  metadata,
                  method.request().encode(message),
                  timeoutMillis));
    } catch (HostcallException refused) {
      receiver.stage().fail(refused);
    }
    return receiver.stage();
  }
}
