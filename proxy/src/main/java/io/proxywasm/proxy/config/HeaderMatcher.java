package io.proxywasm.proxy.config;

import org.jspecify.annotations.Nullable;

/**
 * A test of a request header.
 *
 * @param name the header's name in lower case
 * @param test what its value must be
 * @param invertMatch whether the opposite is asked for
 * @param treatMissingHeaderAsEmpty whether an absent header counts as an empty one
 */
public record HeaderMatcher(
    String name, Test test, boolean invertMatch, boolean treatMissingHeaderAsEmpty) {

  /**
   * Whether a request passes. Without the header only {@link Present} can, unless it is treated as
   * empty.
   *
   * @param value the header's values joined by commas, or null when the header is absent
   */
  public boolean matches(@Nullable String value) {
    if (test instanceof Present present) {
      return (value != null) == present.present() != invertMatch;
    }
    if (value == null && !treatMissingHeaderAsEmpty) {
      return false;
    }
    String text = value == null ? "" : value;
    boolean passes =
        test instanceof Range range
            ? range.contains(text)
            : test instanceof Text matcher && matcher.matcher().matches(text);
    return passes != invertMatch;
  }

  /** What a header's value must be. */
  public sealed interface Test {}

  /**
   * The header is there, or is not ({@code present_match}).
   *
   * @param present which
   */
  public record Present(boolean present) implements Test {}

  /**
   * The value is a text like this.
   *
   * @param matcher like which
   */
  public record Text(StringMatcher matcher) implements Test {}

  /**
   * The value is a whole number in a range ({@code range_match}).
   *
   * @param start the smallest
   * @param end the one after the greatest
   */
  public record Range(long start, long end) implements Test {
    boolean contains(String text) {
      try {
        long number = Long.parseLong(text);
        return start <= number && number < end;
      } catch (NumberFormatException e) {
        return false;
      }
    }
  }
}
