package io.proxywasm.host;

import io.proxywasm.abi.LogLevel;

/** Where the log lines of plugins and of the host go. Called from any thread. */
public interface LogSink {
  /** The lowest level that is written. */
  LogLevel level();

  /**
   * Writes a line.
   *
   * @param source who says it, as Envoy writes it: {@code wasm log my_plugin my_root_id my_vm_id};
   *     the host's own lines have the source {@code wasm}
   */
  void log(LogLevel level, String source, String message);
}
