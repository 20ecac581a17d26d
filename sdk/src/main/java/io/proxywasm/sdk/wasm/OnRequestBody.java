package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_request_body}, there when a plugin needs it. */
final class OnRequestBody {
  private OnRequestBody() {}

  @Export(name = "proxy_on_request_body")
  static int call(int contextId, int size, int endOfStream) {
    Arena.enter();
    int action = Callbacks.onRequestBody(contextId, size, endOfStream != 0);
    Arena.leave();
    return action;
  }
}
