package io.proxywasm.proxy.config;

/** A test of a request's path without its query and fragment. */
public sealed interface PathMatcher {

  /** Whether the path passes. */
  boolean matches(String path);

  /**
   * The path begins so ({@code prefix}).
   *
   * @param value how
   * @param caseSensitive whether a and A differ
   */
  record Prefix(String value, boolean caseSensitive) implements PathMatcher {
    @Override
    public boolean matches(String path) {
      return path.regionMatches(!caseSensitive, 0, value, 0, value.length());
    }
  }

  /**
   * The path is this one ({@code path}).
   *
   * @param value which
   * @param caseSensitive whether a and A differ
   */
  record Exact(String value, boolean caseSensitive) implements PathMatcher {
    @Override
    public boolean matches(String path) {
      return caseSensitive ? value.equals(path) : value.equalsIgnoreCase(path);
    }
  }

  /**
   * The whole path matches a regular expression ({@code safe_regex}).
   *
   * @param regex the expression
   */
  record SafeRegex(Regex regex) implements PathMatcher {
    @Override
    public boolean matches(String path) {
      return regex.matches(path);
    }
  }

  /**
   * The path is this one or below it ({@code path_separated_prefix}).
   *
   * @param value which, without a slash at its end
   * @param caseSensitive whether a and A differ
   */
  record PathSeparatedPrefix(String value, boolean caseSensitive) implements PathMatcher {
    @Override
    public boolean matches(String path) {
      return path.regionMatches(!caseSensitive, 0, value, 0, value.length())
          && (path.length() == value.length() || path.charAt(value.length()) == '/');
    }
  }
}
