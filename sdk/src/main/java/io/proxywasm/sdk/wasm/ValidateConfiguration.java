package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_validate_configuration}, there when a plugin needs it. */
final class ValidateConfiguration {
  private ValidateConfiguration() {}

  @Export(name = "proxy_validate_configuration")
  static int call(int contextId, int size) {
    Arena.enter();
    boolean result = Callbacks.validateConfiguration(contextId, size);
    Arena.leave();
    return result ? 1 : 0;
  }
}
