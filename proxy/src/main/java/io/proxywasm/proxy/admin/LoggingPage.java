package io.proxywasm.proxy.admin;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.proxy.log.Levels;
import io.proxywasm.proxy.log.Loggers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /logging}: shows and changes the levels of loggers. */
final class LoggingPage {
  private static final String USAGE =
      """
      usage: /logging?<name>=<level> (change single level)
      usage: /logging?paths=name1:level1,name2:level2,... (change multiple levels)
      usage: /logging?level=<level> (change all levels)
      levels: trace debug info warning error critical off
      """;

  private LoggingPage() {}

  static AdminResponse handle(AdminRequest request, Loggers loggers) {
    String error = change(request, loggers);
    StringBuilder out = new StringBuilder();
    if (error != null) {
      out.append("error: ").append(error).append("\n\n").append(USAGE);
    }
    out.append("active loggers:\n");
    loggers
        .levels()
        .forEach(
            (name, level) -> out.append("  ").append(name).append(": ").append(level).append('\n'));
    out.append('\n');
    return AdminResponse.text(error == null ? 200 : 400, out.toString());
  }

  /** Returns what is wrong, or null. Either all is changed, or nothing. */
  private static @Nullable String change(AdminRequest request, Loggers loggers) {
    if (request.query().isEmpty()) {
      return null;
    }
    if (request.query().size() > 1) {
      return "invalid number of parameters";
    }
    String name = request.query().keySet().iterator().next();
    String value = String.valueOf(request.parameter(name));
    if (name.equals("level")) {
      int level = Levels.parse(value);
      if (level < 0) {
        return value.isEmpty() ? null : "unknown logger level";
      }
      loggers.setAll(level);
      say(loggers, "change all log levels: level='" + value + "'");
      return null;
    }
    Map<String, String> wanted = new LinkedHashMap<>();
    if (name.equals("paths")) {
      for (String pair : value.split(",", -1)) {
        int colon = pair.indexOf(':');
        if (colon < 0) {
          return "empty logger name or empty logger level";
        }
        wanted.put(pair.substring(0, colon), pair.substring(colon + 1));
      }
    } else {
      wanted.put(name, value);
    }
    return changeEach(wanted, loggers);
  }

  private static @Nullable String changeEach(Map<String, String> wanted, Loggers loggers) {
    Map<String, String> known = loggers.levels();
    for (Map.Entry<String, String> change : wanted.entrySet()) {
      if (change.getKey().isEmpty() || change.getValue().isEmpty()) {
        return "empty logger name or empty logger level";
      }
      if (Levels.parse(change.getValue()) < 0) {
        return "unknown logger level";
      }
      if (!known.containsKey(change.getKey())) {
        return "unknown logger name";
      }
    }
    wanted.forEach(
        (logger, level) -> {
          boolean unused = loggers.set(logger, Levels.parse(level));
          say(loggers, "change log level: name='" + logger + "' level='" + level + "'");
        });
    return null;
  }

  private static void say(Loggers loggers, String text) {
    loggers.log(Loggers.Logger.ADMIN, LogLevel.INFO, text);
  }
}
