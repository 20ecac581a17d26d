package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_configure}, there when a plugin needs it. */
final class OnConfigure {
  private OnConfigure() {}

  @Export(name = "proxy_on_configure")
  static int call(int contextId, int size) {
    Arena.enter();
    boolean result = Callbacks.onConfigure(contextId, size);
    Arena.leave();
    return result ? 1 : 0;
  }
}
