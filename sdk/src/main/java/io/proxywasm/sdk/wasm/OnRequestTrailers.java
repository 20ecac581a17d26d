package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_request_trailers}, there when a plugin needs it. */
final class OnRequestTrailers {
  private OnRequestTrailers() {}

  @Export(name = "proxy_on_request_trailers")
  static int call(int contextId, int count) {
    Arena.enter();
    int action = Callbacks.onRequestTrailers(contextId, count);
    Arena.leave();
    return action;
  }
}
