package io.proxywasm.abi;

/** Levels of {@code proxy_log}, from the least to the most important: {@code proxy_log_level_t}. */
public enum LogLevel {
  /** For following single steps. */
  TRACE,
  /** For developers. */
  DEBUG,
  /** For operators, in normal work. */
  INFO,
  /** Something to look at. */
  WARN,
  /** Something failed. */
  ERROR,
  /** The plugin or the host cannot go on. */
  CRITICAL;

  /** Returns the number that stands for this constant in the ABI. */
  public int code() {
    return ordinal();
  }

  /**
   * Returns the constant that a number of the ABI stands for.
   *
   * @throws IllegalArgumentException if the ABI gives the number no meaning
   */
  public static LogLevel of(int code) {
    LogLevel[] all = values();
    if (code < 0 || code >= all.length) {
      throw new IllegalArgumentException(
          "LogLevel " + code + " is not in 0.." + (all.length - 1) + " of the ABI");
    }
    return all[code];
  }
}
