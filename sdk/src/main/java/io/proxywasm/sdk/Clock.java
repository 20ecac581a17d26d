package io.proxywasm.sdk;

/** The host's clock: {@code proxy_get_current_time_nanoseconds}. May be called at any time. */
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
}
