package io.proxywasm.proxy.log;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.LogSink;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The loggers of the proxy, each with its level, as Envoy's admin interface shows and changes them.
 * As a {@link LogSink} it is the logger {@code wasm}. Thread-safe.
 */
public final class Loggers implements LogSink, AutoCloseable {
  private static final LogLevel[] LEVELS = LogLevel.values();

  private final AsyncLog log;
  private final AtomicIntegerArray levels = new AtomicIntegerArray(Logger.values().length);

  /**
   * Makes loggers.
   *
   * @param level the lowest level that is written: 0 for {@code trace} to 6 for {@code off}
   */
  public Loggers(LogTarget target, int level) {
    log = new AsyncLog(target);
    setAll(level);
  }

  /** A part of the proxy that logs. The names are Envoy's. */
  public enum Logger {
    /** The admin endpoint. */
    ADMIN,
    /** Reading and exchanging the configuration. */
    CONFIG,
    /** Files of access logs. */
    FILE,
    /** Start and end. */
    MAIN,
    /** All else. */
    MISC,
    /** Clusters. */
    UPSTREAM,
    /** Plugins and what runs them. */
    WASM;

    private final String text = name().toLowerCase(java.util.Locale.ROOT);

    /** The name as it stands in the log. */
    public String text() {
      return text;
    }
  }

  /** Whether a logger writes lines of a level. */
  public boolean isEnabled(Logger logger, LogLevel level) {
    return level.code() >= levels.get(logger.ordinal());
  }

  /** Writes a line, if the logger's level lets it. */
  public void log(Logger logger, LogLevel level, String message) {
    if (isEnabled(logger, level)) {
      log.add(
          new LogLine(
              System.currentTimeMillis(),
              Thread.currentThread().getId(),
              level,
              logger.text(),
              message));
    }
  }

  @Override
  public LogLevel level() {
    return LEVELS[Math.min(levels.get(Logger.WASM.ordinal()), LEVELS.length - 1)];
  }

  @Override
  public void log(LogLevel level, String source, String message) {
    log(Logger.WASM, level, source.equals("wasm") ? message : source + ": " + message);
  }

  /** The names of the levels by the names of the loggers. */
  public Map<String, String> levels() {
    Map<String, String> names = new LinkedHashMap<>();
    for (Logger logger : Logger.values()) {
      names.put(logger.text(), Levels.NAMES.get(levels.get(logger.ordinal())));
    }
    return names;
  }

  /** Sets the level of all loggers. */
  public void setAll(int level) {
    for (Logger logger : Logger.values()) {
      levels.set(logger.ordinal(), level);
    }
  }

  /** Sets the level of a logger, and returns whether there is one of this name. */
  public boolean set(String name, int level) {
    for (Logger logger : Logger.values()) {
      if (logger.text().equals(name)) {
        levels.set(logger.ordinal(), level);
        return true;
      }
    }
    return false;
  }

  /** How many lines were dropped because they came faster than they are read. */
  public long dropped() {
    return log.dropped();
  }

  /** Waits until what was logged is written. Not called on a loop. */
  public void flush() {
    log.flush();
  }

  /** Writes what is there and ends. */
  @Override
  public void close() {
    log.close();
  }
}
