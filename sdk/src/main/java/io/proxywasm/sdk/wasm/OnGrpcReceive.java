package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_grpc_receive}, there when a plugin needs it. */
final class OnGrpcReceive {
  private OnGrpcReceive() {}

  @Export(name = "proxy_on_grpc_receive")
  static void call(int contextId, int callId, int size) {
    Arena.enter();
    Callbacks.onGrpcReceive(contextId, callId, size);
    Arena.leave();
  }
}
