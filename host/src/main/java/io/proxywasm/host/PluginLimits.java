package io.proxywasm.host;

import io.proxywasm.host.guest.GuestOptions;
import java.time.Duration;

/**
 * What one VM of a plugin may use. Envoy has none of these.
 *
 * @param callbackTimeout how long one callback may run before the VM is stopped; zero is for ever
 * @param maxMemoryBytes how far linear memory may grow
 * @param maxAllocationBytes how much a callback may allocate in the JVM's heap (a guest with GC); 0
 *     is no limit
 * @param logLinesPerSecond how many log lines are written per second and plugin; 0 is no limit
 */
public record PluginLimits(
    Duration callbackTimeout, long maxMemoryBytes, long maxAllocationBytes, int logLinesPerSecond) {
  /** No time limit, Envoy's 1 GiB, no log limit. */
  public static PluginLimits none() {
    return new PluginLimits(Duration.ZERO, GuestOptions.DEFAULT_MAX_MEMORY_BYTES, 0, 0);
  }

  /** Fails when a value is out of its range. */
  public PluginLimits {
    if (callbackTimeout.isNegative()) {
      throw new IllegalArgumentException("callbackTimeout is negative: " + callbackTimeout);
    }
    if (maxMemoryBytes < 1) {
      throw new IllegalArgumentException("maxMemoryBytes is not positive: " + maxMemoryBytes);
    }
    if (maxAllocationBytes < 0 || logLinesPerSecond < 0) {
      throw new IllegalArgumentException("a limit is negative");
    }
  }
}
