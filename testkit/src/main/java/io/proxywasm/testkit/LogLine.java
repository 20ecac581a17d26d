package io.proxywasm.testkit;

import io.proxywasm.abi.LogLevel;

/**
 * A line that a plugin, or the host about it, has written.
 *
 * @param source who: {@code wasm log} with the plugin's name, root_id and vm_id; the host's own
 *     lines have the source {@code wasm}
 */
public record LogLine(LogLevel level, String source, String message) {
  /** Whether a plugin has said it, and not the host. */
  public boolean isOfPlugin() {
    return source.startsWith("wasm log");
  }

  /** Whether the host says that a VM has died. */
  boolean isFailure() {
    return !isOfPlugin() && level == LogLevel.ERROR;
  }

  @Override
  public String toString() {
    return "[" + level + "] " + source + ": " + message;
  }
}
