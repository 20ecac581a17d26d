package io.proxywasm.proxy.accesslog;

import org.jspecify.annotations.Nullable;

/**
 * What stands between two percent signs of a format. A value is a {@link String} of which each char
 * is a byte, a {@link Long}, a {@link Json}, or null when there is none.
 */
@FunctionalInterface
interface Operator {
  @Nullable Object value(LogEntry entry);

  /**
   * A value that is JSON already.
   *
   * @param text the JSON, each char a byte
   */
  record Json(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  /** The same, cut after so many bytes. */
  default Operator limited(int length) {
    return entry -> {
      Object value = value(entry);
      if (value == null) {
        return null;
      }
      String text = value.toString();
      return text.length() > length ? text.substring(0, length) : value;
    };
  }
}
