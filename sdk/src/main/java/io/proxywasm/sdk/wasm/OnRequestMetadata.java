package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_request_metadata}, there when a plugin needs it. */
final class OnRequestMetadata {
  private OnRequestMetadata() {}

  @Export(name = "proxy_on_request_metadata")
  static int call(int contextId, int count) {
    Arena.enter();
    Callbacks.onRequestMetadata(contextId, count);
    Arena.leave();
    return 0;
  }
}
