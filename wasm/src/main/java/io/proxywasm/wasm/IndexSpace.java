package io.proxywasm.wasm;

import java.util.Locale;

/** The lists of a module that its instructions refer to by index. */
public enum IndexSpace {
  /** Declared types. */
  TYPE,
  /** Functions, imported ones first. */
  FUNCTION,
  /** Tables, imported ones first. */
  TABLE,
  /** Memories, imported ones first. */
  MEMORY,
  /** Globals, imported ones first. */
  GLOBAL,
  /** Tags, imported ones first. */
  TAG,
  /** Element segments. */
  ELEMENT,
  /** Data segments. */
  DATA;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
