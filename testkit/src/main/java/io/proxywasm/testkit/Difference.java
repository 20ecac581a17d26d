package io.proxywasm.testkit;

/**
 * Something that a plugin does in one mode and not in another.
 *
 * @param what what differs
 * @param first a mode
 * @param firstValue what was seen in it
 * @param second another mode
 * @param secondValue what was seen in that
 * @param test the smallest exchanges that show it, as the Java of a test
 */
public record Difference(
    String what, Mode first, String firstValue, Mode second, String secondValue, String test) {
  @Override
  public String toString() {
    return what
        + ":\n  "
        + first
        + ": "
        + firstValue
        + "\n  "
        + second
        + ": "
        + secondValue
        + "\n\n"
        + test;
  }
}
