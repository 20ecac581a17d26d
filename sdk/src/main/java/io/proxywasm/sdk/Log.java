package io.proxywasm.sdk;

import io.proxywasm.abi.LogLevel;
import java.util.function.Supplier;

/**
 * The host's log: {@code proxy_log}. May be called at any time, from {@code main} and static
 * initializers too.
 */
public final class Log {
  private Log() {}

  /** Logs at level trace. */
  public static void trace(String message) {
    log(Codes.LOG_TRACE, message);
  }

  /** Logs at level debug. */
  public static void debug(String message) {
    log(Codes.LOG_DEBUG, message);
  }

  /** Logs at level info. */
  public static void info(String message) {
    log(Codes.LOG_INFO, message);
  }

  /** Logs at level warn. */
  public static void warn(String message) {
    log(Codes.LOG_WARN, message);
  }

  /** Logs at level error. */
  public static void error(String message) {
    log(Codes.LOG_ERROR, message);
  }

  /** Logs at level critical. */
  public static void critical(String message) {
    log(Codes.LOG_CRITICAL, message);
  }

  /** Logs at any level. */
  public static void log(LogLevel level, String message) {
    log(level.code(), message);
  }

  private static void log(int level, String message) {
    Host.calls().log(level, message);
  }

  /** Logs what the supplier gives, which is asked only when the host logs at this level. */
  public static void log(LogLevel level, Supplier<String> message) {
    if (isEnabled(level)) {
      log(level, message.get());
    }
  }

  /**
   * Returns whether the host logs at this level: {@code proxy_get_log_level}. A plugin that asks
   * needs ABI 0.2.1. In {@code main} and static initializers the host cannot be asked, and the
   * answer is yes.
   */
  public static boolean isEnabled(LogLevel level) {
    return level.code() >= Host.calls().logLevel();
  }
}
