package io.proxywasm.envoy;

import java.util.Optional;

/**
 * One record of Envoy's log.
 *
 * @param level {@code trace}, {@code debug}, {@code info}, {@code warning}, {@code error} or {@code
 *     critical}; empty for output that is not a record, such as a crash report
 * @param component Envoy's logger, such as {@code wasm} or {@code config}
 * @param message the text, with line ends where it has some
 * @param plugin who said it, when a plugin did
 */
public record EnvoyLogLine(
    String level, String component, String message, Optional<PluginLog> plugin) {

  /**
   * Whether Envoy regards it as an error.
   *
   * @return true for {@code error} and {@code critical}
   */
  public boolean isError() {
    return level.equals("error") || level.equals("critical");
  }
}
