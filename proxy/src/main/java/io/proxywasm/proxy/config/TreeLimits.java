package io.proxywasm.proxy.config;

/** How much a file may hold; a legible message instead of a full memory or a stack overflow. */
final class TreeLimits {
  static final int MAX_CHARACTERS = 64 << 20;
  static final int MAX_DEPTH = 100;
  static final int MAX_VALUES = 1_000_000;

  private TreeLimits() {}

  /** The problem, or an empty text. */
  static String problem(int depth, long values) {
    if (depth > MAX_DEPTH) {
      return "nested more than " + MAX_DEPTH + " levels deep";
    }
    return values > MAX_VALUES ? "more than " + MAX_VALUES + " values, with those of aliases" : "";
  }
}
