package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_done}, there when a plugin needs it. */
final class OnDone {
  private OnDone() {}

  @Export(name = "proxy_on_done")
  static int call(int contextId) {
    Arena.enter();
    boolean result = Callbacks.onDone(contextId);
    Arena.leave();
    return result ? 1 : 0;
  }
}
