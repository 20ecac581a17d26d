package io.proxywasm.proxy.config;

import java.util.List;
import java.util.Map;

/** A value of a parsed file, and where it stands there. */
sealed interface Tree {
  Position position();

  /** What kind of value an error message calls it. */
  String describe();

  /** A line and a column, both from 1. */
  record Position(int line, int column) {
    @Override
    public String toString() {
      return line + ":" + column;
    }
  }

  /** What a scalar is. */
  enum Kind {
    NULL,
    BOOL,
    NUMBER,
    TEXT
  }

  /**
   * A scalar.
   *
   * @param kind what it is
   * @param text the text; of a boolean true or false, of a number as JSON writes it
   * @param written what stands in the file
   */
  record Scalar(Kind kind, String text, String written, Position position) implements Tree {
    private static final int SHOWN = 60;

    @Override
    public String describe() {
      String shown = written.length() > SHOWN ? written.substring(0, SHOWN) + "..." : written;
      return switch (kind) {
        case NULL -> "null";
        case BOOL -> "the boolean " + text;
        case NUMBER -> "the number " + shown;
        case TEXT -> "the text \"" + shown + "\"";
      };
    }
  }

  /** A list. */
  record Items(List<Tree> values, Position position) implements Tree {
    @Override
    public String describe() {
      return "a list";
    }
  }

  /** An object. */
  record Fields(Map<String, Tree> values, Position position) implements Tree {
    @Override
    public String describe() {
      return "an object";
    }
  }
}
