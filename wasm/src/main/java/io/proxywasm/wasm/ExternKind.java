package io.proxywasm.wasm;

import java.util.Locale;

/** The kinds of things that modules import and export. */
public enum ExternKind {
  /** A function. */
  FUNCTION,
  /** A table of references. */
  TABLE,
  /** A linear memory. */
  MEMORY,
  /** A global variable. */
  GLOBAL,
  /** An exception's tag. */
  TAG;

  static ExternKind of(int code, Input in) {
    if (code >= values().length) {
      throw in.errorAt(
          in.position() - 1, "an import's or export's kind is " + code + " instead of 0 to 4");
    }
    return values()[code];
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
