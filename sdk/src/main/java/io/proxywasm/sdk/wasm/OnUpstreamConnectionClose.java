package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_upstream_connection_close}, there when a plugin needs it. */
final class OnUpstreamConnectionClose {
  private OnUpstreamConnectionClose() {}

  @Export(name = "proxy_on_upstream_connection_close")
  static void call(int contextId, int peer) {
    Arena.enter();
    Callbacks.onUpstreamClose(contextId, peer);
    Arena.leave();
  }
}
