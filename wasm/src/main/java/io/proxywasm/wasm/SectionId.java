package io.proxywasm.wasm;

import java.util.Locale;

/**
 * The sections of a module, in the order in which they must stand; custom ones may stand anywhere.
 */
public enum SectionId {
  /** Anything that engines ignore: names, producers. */
  CUSTOM(0),
  /** Declared types. */
  TYPE(1),
  /** What the host must provide. */
  IMPORT(2),
  /** The type of each function. */
  FUNCTION(3),
  /** Tables. */
  TABLE(4),
  /** Linear memories. */
  MEMORY(5),
  /** Tags of exceptions. */
  TAG(13),
  /** Global variables. */
  GLOBAL(6),
  /** What the host may use. */
  EXPORT(7),
  /** The function that runs by itself. */
  START(8),
  /** References for tables. */
  ELEMENT(9),
  /** How many data segments there are. */
  DATA_COUNT(12),
  /** The body of each function. */
  CODE(10),
  /** Contents for memories. */
  DATA(11);

  final int code;

  SectionId(int code) {
    this.code = code;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
