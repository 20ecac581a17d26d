package io.proxywasm.testkit;

/**
 * Something that a plugin got wrong.
 *
 * @param kind what
 * @param message where and how, and what to do
 */
public record Mistake(MistakeKind kind, String message) {
  @Override
  public String toString() {
    return kind + ": " + message;
  }
}
