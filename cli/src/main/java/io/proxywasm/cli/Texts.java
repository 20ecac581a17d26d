package io.proxywasm.cli;

import java.time.Duration;
import java.util.Locale;

/** How numbers are shown to people. */
final class Texts {
  private Texts() {}

  /** Bytes as {@code 812 B}, {@code 14.2 KB} (of 1024 bytes) or {@code 2.7 MB}. */
  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double kilo = bytes / 1024.0;
    return kilo < 1023.95
        ? String.format(Locale.ROOT, "%.1f KB", kilo)
        : String.format(Locale.ROOT, "%.1f MB", kilo / 1024);
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
