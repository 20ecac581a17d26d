package io.proxywasm.proxy.config;

import java.util.Locale;

/** A test of a text ({@code envoy.type.matcher.v3.StringMatcher}). */
public sealed interface StringMatcher {

  /** Whether the text passes. */
  boolean matches(String text);

  /**
   * The text is this one.
   *
   * @param value which
   * @param ignoreCase whether a and A are the same
   */
  record Exact(String value, boolean ignoreCase) implements StringMatcher {
    @Override
    public boolean matches(String text) {
      return ignoreCase ? value.equalsIgnoreCase(text) : value.equals(text);
    }
  }

  /**
   * The text begins so.
   *
   * @param value how
   * @param ignoreCase whether a and A are the same
   */
  record Prefix(String value, boolean ignoreCase) implements StringMatcher {
    @Override
    public boolean matches(String text) {
      return text.regionMatches(ignoreCase, 0, value, 0, value.length());
    }
  }

  /**
   * The text ends so.
   *
   * @param value how
   * @param ignoreCase whether a and A are the same
   */
  record Suffix(String value, boolean ignoreCase) implements StringMatcher {
    @Override
    public boolean matches(String text) {
      return text.regionMatches(
          ignoreCase, text.length() - value.length(), value, 0, value.length());
    }
  }

  /**
   * The text has this in it.
   *
   * @param value what
   * @param ignoreCase whether a and A are the same
   */
  record Contains(String value, boolean ignoreCase) implements StringMatcher {
    @Override
    public boolean matches(String text) {
      return ignoreCase ? lower(text).contains(lower(value)) : text.contains(value);
    }

    private static String lower(String text) {
      return text.toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The whole text matches a regular expression.
   *
   * @param regex the expression
   */
  record SafeRegex(Regex regex) implements StringMatcher {
    @Override
    public boolean matches(String text) {
      return regex.matches(text);
    }
  }
}
