package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_response_headers}, there when a plugin needs it. */
final class OnResponseHeaders {
  private OnResponseHeaders() {}

  @Export(name = "proxy_on_response_headers")
  static int call(int contextId, int count, int endOfStream) {
    Arena.enter();
    int action = Callbacks.onResponseHeaders(contextId, count, endOfStream != 0);
    Arena.leave();
    return action;
  }
}
