package io.proxywasm.json;

import io.proxywasm.sdk.Cold;
import io.proxywasm.sdk.Digits;

/** Tells that something is no JSON, or not the JSON that was expected, and where. */
@Cold
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String reason;
  private final int offset;
  private final int line;
  private final int column;

  JsonException(String path, String reason, int offset, int line, int column) {
    this.path = path;
    this.reason = reason;
    this.offset = offset;
    this.line = line;
    this.column = column;
  }

  /** Returns where in the tree it is, like {@code $.limits[2].rate}. */
  public String path() {
    return path;
  }

  /** Returns what is wrong, without where. */
  public String reason() {
    return reason;
  }

  /** Returns how many bytes are before it. */
  public int offset() {
    return offset;
  }

  /** Returns its line; the first is 1. */
  public int line() {
    return line;
  }

  /** Returns how many bytes of its line are before it, plus 1. */
  public int column() {
    return column;
  }

  /** Returns where it is and what is wrong. */
  @Override
  public String getMessage() {
    return "line "
        + Digits.of(line)
        + ", column "
        + Digits.of(column)
        + " ("
        + path
        + "): "
        + reason;
  }

  /** Returns the message: a compiled module has no names of classes. */
  @Override
  public String toString() {
    return "no such JSON: " + getMessage();
  }
}
