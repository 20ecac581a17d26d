package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_grpc_close}, there when a plugin needs it. */
final class OnGrpcClose {
  private OnGrpcClose() {}

  @Export(name = "proxy_on_grpc_close")
  static void call(int contextId, int callId, int status) {
    Arena.enter();
    Callbacks.onGrpcClose(contextId, callId, status);
    Arena.leave();
  }
}
