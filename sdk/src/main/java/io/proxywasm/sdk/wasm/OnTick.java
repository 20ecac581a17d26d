package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_tick}, there when a plugin needs it. */
final class OnTick {
  private OnTick() {}

  @Export(name = "proxy_on_tick")
  static void call(int contextId) {
    Arena.enter();
    Callbacks.onTick(contextId);
    Arena.leave();
  }
}
