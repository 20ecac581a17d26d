package io.proxywasm.sdk;

import java.util.function.Supplier;

/**
 * What a plugin, an HTTP stream and a TCP stream have in common: an id, and calls of their own to
 * other services.
 */
public abstract sealed class Context permits PluginContext, StreamContext {
  private int id;

  Context() {}

  final void attach(int contextId) {
    id = contextId;
  }

  /** Returns the id of this context in the ABI. */
  public final int contextId() {
    return id;
  }

  /** Begins a request to a cluster of the host: {@code proxy_http_call}. */
  public final HttpCall httpCall(String cluster) {
    return new HttpCall(id, cluster);
  }

  /**
   * Begins a gRPC call with one message each way, as bytes: {@code proxy_grpc_call}.
   *
   * @param cluster the cluster of the host
   * @param service the service with its package, such as {@code grpc.health.v1.Health}
   * @param method the method, such as {@code Check}
   */
  public final GrpcCall<Bytes, Bytes> grpcCall(String cluster, String service, String method) {
    return grpcCall(cluster, GrpcMethod.of(service, method));
  }

  /** Begins a gRPC call with one message each way: {@code proxy_grpc_call}. */
  public final <Q, R> GrpcCall<Q, R> grpcCall(String cluster, GrpcMethod<Q, R> method) {
    return new GrpcCall<>(cluster, method);
  }

  /**
   * Begins a gRPC stream of messages as bytes: {@code proxy_grpc_stream}.
   *
   * @param cluster the cluster of the host
   * @param service the service with its package
   * @param method the method
   */
  public final GrpcStreamCall<Bytes, Bytes> grpcStream(
      String cluster, String service, String method) {
    return grpcStream(cluster, GrpcMethod.of(service, method));
  }

  /** Begins a gRPC stream: {@code proxy_grpc_stream}. */
  public final <Q, R> GrpcStreamCall<Q, R> grpcStream(String cluster, GrpcMethod<Q, R> method) {
    return new GrpcStreamCall<>(cluster, method);
  }

  /**
   * Does something as this context, whichever callback runs: {@code proxy_set_effective_context}.
   * The functions of stages that are made in it belong to this context too. With it a tick or a
   * queue's callback acts on a stream, and a stream begins what the whole plugin waits for.
   *
   * @throws IllegalStateException if this context is over
   */
  public final <T> T call(Supplier<T> work) {
    int before = Contexts.current;
    if (!Contexts.enter(id)) {
      throw new IllegalStateException("context " + Digits.of(id) + " is over");
    }
    try {
      return work.get();
    } finally {
      Contexts.back(before);
    }
  }

  /**
   * Does something as this context, as {@link #call} does.
   *
   * @throws IllegalStateException if this context is over
   */
  public final void run(Runnable work) {
    int before = Contexts.current;
    if (!Contexts.enter(id)) {
      throw new IllegalStateException("context " + Digits.of(id) + " is over");
    }
    try {
      work.run();
    } finally {
      Contexts.back(before);
    }
  }

  /**
   * Called when an extension of the host calls the plugin: {@code proxy_on_foreign_function}. Envoy
   * itself has none that does.
   *
   * @param function the number of the function, which the extension defines
   * @param arguments what the extension hands over; valid until this method returns
   */
  @Callback("proxy_on_foreign_function")
  public void onForeignFunction(int function, Bytes arguments) {}

  /** Called last: {@code proxy_on_delete}. */
  public void onDelete() {}

  /** Whether nothing more is to be called of this context. */
  boolean failed() {
    return false;
  }

  /** Returns the plugin that this is or belongs to. */
  abstract PluginContext owner();

  /** What {@code proxy_on_done} calls; false asks for more time. */
  abstract boolean finish();
}
