package io.proxywasm.sdk;

/**
 * A method of a gRPC service, and how its messages are written and read. Make it once and keep it.
 *
 * @param service the service with its package, such as {@code grpc.health.v1.Health}
 * @param method the method, such as {@code Check}
 * @param request how requests are written
 * @param response how responses are read
 * @param <Q> the type of requests
 * @param <R> the type of responses
 */
public record GrpcMethod<Q, R>(
    String service, String method, GrpcCodec<Q> request, GrpcCodec<R> response) {
  /** Returns a method whose messages stay bytes. */
  public static GrpcMethod<Bytes, Bytes> of(String service, String method) {
    return new GrpcMethod<>(service, method, GrpcCodec.bytes(), GrpcCodec.bytes());
  }

  /** Returns service and method as they stand in a path. */
  String name() {
    return service + "/" + method;
  }
}
