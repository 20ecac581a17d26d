package io.proxywasm.cli;

import java.util.Optional;

/**
 * A line that a host logged.
 *
 * @param level {@code trace}, {@code debug}, {@code info}, {@code warning}, {@code error}, {@code
 *     critical}; empty for output that is no line of a log
 * @param component which part of the host said it
 * @param plugin the plugin that said it, if one did; an empty name where the host does not say
 *     which
 * @param message what was said
 */
record LogEntry(String level, String component, Optional<String> plugin, String message) {
  boolean isError() {
    return level.equals("error") || level.equals("critical");
  }

  boolean isWarning() {
    return level.equals("warning");
  }
}
