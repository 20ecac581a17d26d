package io.proxywasm.examples.grpcauth;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.GrpcException;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;

/** Asks a gRPC service first, and lets the request pass when the status of its answer is even. */
public final class GrpcAuthRandom extends HttpContext {
  private static final int INTERNAL = 13;
  private static final int ABORTED = 10;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.http(GrpcAuthRandom::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    if (!headers.get("content-type", "").startsWith("application/grpc")) {
      return respond(503).body("Service accessible only to gRPC clients.\n").send();
    }
    if (headers.get(":path", "").startsWith("/grpc.reflection")) {
      return Action.CONTINUE;
    }
    return grpcCall("grpcbin", "grpcbin.GRPCBin", "RandomError")
        .timeoutMillis(1_000)
        .send(Bytes.empty())
        .map(answer -> 0)
        .recover(GrpcAuthRandom::status)
        .map(this::decide);
  }

  private static int status(Throwable failure) {
    if (failure instanceof GrpcException answer) {
      return answer.status();
    }
    Log.error("cannot ask: " + failure.getMessage());
    return INTERNAL;
  }

  private Action decide(int status) {
    if (status % 2 == 0) {
      Log.info("Access granted.");
      return Action.CONTINUE;
    }
    Log.info("Access forbidden.");
    return respond(200).grpcStatus(ABORTED).body("Aborted by Proxy-Wasm!").send();
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    headers.set("powered-by", "proxy-wasm");
    return Action.CONTINUE;
  }
}
