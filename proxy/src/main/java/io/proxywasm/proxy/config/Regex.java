package io.proxywasm.proxy.config;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** A regular expression in the syntax of RE2, as Envoy's {@code RegexMatcher} and matching it. */
public final class Regex {
  private final Pattern pattern;

  private Regex(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Compiles a regular expression.
   *
   * @param regex the expression
   * @throws ConfigException when it is none
   */
  public static Regex of(String regex) {
    try {
      return new Regex(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw new ConfigException(
          "invalid regex '" + regex + "' (RE2 syntax): " + e.getDescription(), e);
    }
  }

  /** Whether the whole text matches. */
  public boolean matches(String text) {
    return pattern.matcher(text).matches();
  }

  /**
   * Replaces what matches.
   *
   * @param text the text
   * @param substitution what comes instead; {@code \1} is the first group, {@code \0} all
   * @return the changed text
   */
  public String replaceAll(String text, String substitution) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder result = new StringBuilder();
    int copied = 0;
    while (matcher.find()) {
      result.append(text, copied, matcher.start());
      append(result, matcher, substitution);
      copied = matcher.end();
    }
    return result.append(text, copied, text.length()).toString();
  }

  private static void append(StringBuilder result, Matcher matcher, String substitution) {
    for (int i = 0; i < substitution.length(); i++) {
      char c = substitution.charAt(i);
      if (c == '\\' && i + 1 < substitution.length()) {
        char next = substitution.charAt(++i);
        String group = isDigit(next) ? matcher.group(next - '0') : String.valueOf(next);
        result.append(group == null ? "" : group);
      } else {
        result.append(c);
      }
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** What is wrong with a substitution, or an empty text. */
  String substitutionProblem(String substitution) {
    for (int i = 0; i < substitution.length(); i++) {
      if (substitution.charAt(i) == '\\') {
        char next = ++i < substitution.length() ? substitution.charAt(i) : ' ';
        if (isDigit(next) && next - '0' > pattern.groupCount()) {
          return "\\" + next + " is no group of " + pattern;
        }
        if (!isDigit(next) && next != '\\') {
          return "after \\ there must be a digit or \\";
        }
      }
    }
    return "";
  }

  /** Finds where the text matches first. */
  Matcher matcher(String text) {
    return pattern.matcher(text);
  }

  /** The expression. */
  public String pattern() {
    return pattern.pattern();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Regex that && pattern().equals(that.pattern());
  }

  @Override
  public int hashCode() {
    return pattern().hashCode();
  }

  @Override
  public String toString() {
    return pattern();
  }
}
