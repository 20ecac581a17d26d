package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_response_trailers}, there when a plugin needs it. */
final class OnResponseTrailers {
  private OnResponseTrailers() {}

  @Export(name = "proxy_on_response_trailers")
  static int call(int contextId, int count) {
    Arena.enter();
    int action = Callbacks.onResponseTrailers(contextId, count);
    Arena.leave();
    return action;
  }
}
