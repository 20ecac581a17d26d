package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_foreign_function}, there when a plugin needs it. */
final class OnForeignFunction {
  private OnForeignFunction() {}

  @Export(name = "proxy_on_foreign_function")
  static void call(int contextId, int functionId, int size) {
    Arena.enter();
    Callbacks.onForeignFunction(contextId, functionId, size);
    Arena.leave();
  }
}
