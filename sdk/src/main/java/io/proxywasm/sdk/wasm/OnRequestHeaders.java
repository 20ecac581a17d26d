package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_request_headers}, there when a plugin needs it. */
final class OnRequestHeaders {
  private OnRequestHeaders() {}

  @Export(name = "proxy_on_request_headers")
  static int call(int contextId, int count, int endOfStream) {
    Arena.enter();
    int action = Callbacks.onRequestHeaders(contextId, count, endOfStream != 0);
    Arena.leave();
    return action;
  }
}
