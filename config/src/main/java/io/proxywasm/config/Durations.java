package io.proxywasm.config;

import java.time.Duration;

/** Durations as generated classes read them. */
public final class Durations {
  private static final int MAX_DIGITS = 12;

  private Durations() {}

  /** Reads a duration. */
  public static Duration read(ConfigReader in, String expected) {
    String text = in.string(expected);
    long nanos = nanos(text);
    if (nanos < 0) {
      throw in.wrong(text, expected);
    }
    return Duration.ofNanos(nanos);
  }

  /**
   * Returns the nanoseconds of a duration like {@code 1.5s}, or -1 if it is none or longer than 292
   * years.
   */
  public static long nanos(String text) {
    int at = 0;
    int digits = 0;
    int decimals = -1;
    long number = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '.' && decimals < 0 && digits > 0) {
        decimals = 0;
      } else if (c >= '0' && c <= '9' && digits < MAX_DIGITS) {
        number = 10 * number + (c - '0');
        digits++;
        decimals += decimals < 0 ? 0 : 1;
      } else {
        break;
      }
    }
    long unit = unit(text.substring(at));
    if (digits == 0 || decimals == 0 || unit == 0) {
      return -1;
    }
    for (; decimals > 0; decimals--) {
      if (unit % 10 == 0) {
        unit /= 10;
      } else if (number % 10 == 0) {
        number /= 10;
      } else {
        return -1;
      }
    }
    return number > Long.MAX_VALUE / unit ? -1 : number * unit;
  }

  private static long unit(String name) {
    return switch (name) {
      case "ns" -> 1;
      case "us" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      case "d" -> 86_400_000_000_000L;
      default -> 0;
    };
  }
}
