package io.proxywasm.proxy.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Limits of a plugin that Envoy has not; empty means no limit. They stand in the bootstrap's {@code
 * node.metadata["io.proxywasm"].limits}, by the plugin's name, where Envoy lets anything stand.
 *
 * @param callbackTimeout the time that a callback may take ({@code callback_timeout: 1s})
 * @param maxMemoryBytes the size that the plugin's memory may have ({@code max_memory: 64MiB})
 * @param logLinesPerSecond the lines that it may log ({@code log_lines_per_second: 100})
 */
public record PluginLimits(
    Optional<Duration> callbackTimeout,
    OptionalLong maxMemoryBytes,
    OptionalInt logLinesPerSecond) {
  /** No limits. */
  public static final PluginLimits NONE =
      new PluginLimits(Optional.empty(), OptionalLong.empty(), OptionalInt.empty());
}
