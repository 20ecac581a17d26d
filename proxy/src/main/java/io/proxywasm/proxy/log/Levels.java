package io.proxywasm.proxy.log;

import io.proxywasm.abi.LogLevel;
import java.util.List;

/** The names of levels in Envoy's command line, admin interface and log. */
public final class Levels {
  /** All names in their order. The last one is no level: nothing is written. */
  static final List<String> NAMES =
      List.of("trace", "debug", "info", "warning", "error", "critical", "off");

  private Levels() {}

  /** The name of a level. */
  public static String name(LogLevel level) {
    return NAMES.get(level.code());
  }

  /**
   * The number of a level, 0 for {@code trace} to 6 for {@code off}, or -1 when there is none of
   * that name.
   */
  public static int parse(String name) {
    return NAMES.indexOf(name.equals("warn") ? "warning" : name);
  }
}
