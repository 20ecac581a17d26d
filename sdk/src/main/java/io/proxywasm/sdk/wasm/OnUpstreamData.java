package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_upstream_data}, there when a plugin needs it. */
final class OnUpstreamData {
  private OnUpstreamData() {}

  @Export(name = "proxy_on_upstream_data")
  static int call(int contextId, int size, int endOfStream) {
    Arena.enter();
    int action = Callbacks.onUpstreamData(contextId, size, endOfStream != 0);
    Arena.leave();
    return action;
  }
}
