package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_new_connection}, there when a plugin needs it. */
final class OnNewConnection {
  private OnNewConnection() {}

  @Export(name = "proxy_on_new_connection")
  static int call(int contextId) {
    Arena.enter();
    int action = Callbacks.onNewConnection(contextId);
    Arena.leave();
    return action;
  }
}
