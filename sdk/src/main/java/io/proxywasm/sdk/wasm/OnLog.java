package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_log}, there when a plugin needs it. */
final class OnLog {
  private OnLog() {}

  @Export(name = "proxy_on_log")
  static void call(int contextId) {
    Arena.enter();
    Callbacks.onLog(contextId);
    Arena.leave();
  }
}
