package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_response_metadata}, there when a plugin needs it. */
final class OnResponseMetadata {
  private OnResponseMetadata() {}

  @Export(name = "proxy_on_response_metadata")
  static int call(int contextId, int count) {
    Arena.enter();
    Callbacks.onResponseMetadata(contextId, count);
    Arena.leave();
    return 0;
  }
}
