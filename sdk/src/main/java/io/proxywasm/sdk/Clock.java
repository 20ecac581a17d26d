package io.proxywasm.sdk;

/**
 * The host's clock: WASI's {@code clock_time_get}, which, unlike {@code
 * proxy_get_current_time_nanoseconds}, may be called at any time, in {@code main} and static
 * initializers too. The time is the same.
 */
public final class Clock {
  private Clock() {}

  /** Returns the nanoseconds since 1970-01-01T00:00Z. */
  public static long nanoseconds() {
    return Host.calls().currentTimeNanoseconds();
  }

  /** Returns the milliseconds since 1970-01-01T00:00Z. */
  public static long milliseconds() {
    return nanoseconds() / 1_000_000;
  }

  /** Returns the nanoseconds since some point in the past, which never go back: to measure with. */
  public static long monotonicNanoseconds() {
    return Host.calls().monotonicNanoseconds();
  }
}
