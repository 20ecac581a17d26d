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
    return pattern.matcher(text).replaceAll(javaStyle(substitution));
  }

  /** Finds where the text matches first. */
  Matcher matcher(String text) {
    return pattern.matcher(text);
  }

  /** The expression. */
  public String pattern() {
    return pattern.pattern();
  }

  private static String javaStyle(String substitution) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < substitution.length(); i++) {
      char c = substitution.charAt(i);
      if (c == '\\' && i + 1 < substitution.length()) {
        char next = substitution.charAt(++i);
        result.append(Character.isDigit(next) ? "${" + next + "}" : "\\" + next);
      } else if (c == '$') {
        result.append("\\$");
      } else {
        result.append(c);
      }
    }
    return result.toString();
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
