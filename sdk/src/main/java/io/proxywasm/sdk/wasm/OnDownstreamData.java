package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_downstream_data}, there when a plugin needs it. */
final class OnDownstreamData {
  private OnDownstreamData() {}

  @Export(name = "proxy_on_downstream_data")
  static int call(int contextId, int size, int endOfStream) {
    Arena.enter();
    int action = Callbacks.onDownstreamData(contextId, size, endOfStream != 0);
    Arena.leave();
    return action;
  }
}
