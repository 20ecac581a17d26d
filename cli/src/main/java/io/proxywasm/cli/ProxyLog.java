package io.proxywasm.cli;

import io.proxywasm.proxy.log.Levels;
import io.proxywasm.proxy.log.LogLine;
import java.util.Optional;

/** Reads lines of the embedded proxy's log. */
final class ProxyLog {
  /** How a plugin's line begins; its name follows, but not in a plugin context. */
  private static final String PLUGIN = "wasm log";

  private ProxyLog() {}

  static LogEntry entry(LogLine line) {
    String level = Levels.name(line.level());
    String message = line.message();
    int end = message.indexOf(": ");
    if (line.logger().equals("wasm") && message.startsWith(PLUGIN) && end >= PLUGIN.length()) {
      return new LogEntry(
          level,
          line.logger(),
          Optional.of(message.substring(PLUGIN.length(), end).strip()),
          message.substring(end + 2));
    }
    return new LogEntry(level, line.logger(), Optional.empty(), message);
  }
}
