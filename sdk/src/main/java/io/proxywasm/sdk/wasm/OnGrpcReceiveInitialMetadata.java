package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_grpc_receive_initial_metadata}, there when a plugin needs it. */
final class OnGrpcReceiveInitialMetadata {
  private OnGrpcReceiveInitialMetadata() {}

  @Export(name = "proxy_on_grpc_receive_initial_metadata")
  static void call(int contextId, int callId, int count) {
    Arena.enter();
    Callbacks.onGrpcInitialMetadata(contextId, callId, count);
    Arena.leave();
  }
}
