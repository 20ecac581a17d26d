package io.proxywasm.wasm;

/**
 * The implementation limits that V8 and the other engines of the web agreed on. A module beyond
 * them loads nowhere, so refusing it early bounds what a hostile file can make us allocate.
 */
final class Limits {
  static final int TYPES = 1_000_000;
  static final int FUNCTIONS = 1_000_000;
  static final int IMPORTS = 1_000_000;
  static final int EXPORTS = 1_000_000;
  static final int GLOBALS = 1_000_000;
  static final int TAGS = 1_000_000;
  static final int TABLES = 100_000;
  static final int MEMORIES = 100_000;
  static final int SEGMENTS = 1_000_000;
  static final int ELEMENTS = 10_000_000;
  static final int PARAMETERS = 1_000;
  static final int FIELDS = 10_000;
  static final int SUPERTYPES = 1;
  static final int LOCALS = 50_000;

  /** Not of the web: a function's locals are a few bytes in a file and much work for an engine. */
  static final int LOCALS_OF_ALL = 5_000_000;

  static final int BRANCH_TARGETS = 7_654_321;
  static final int NESTING = 100_000;
  static final int CATCHES = 100_000;
  static final int CUSTOM_SECTIONS = 100_000;
  static final int NAME_BYTES = 100_000;
  static final int NAME_ENTRIES = 10_000_000;

  private Limits() {}
}
