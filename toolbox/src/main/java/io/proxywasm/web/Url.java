package io.proxywasm.web;

import org.jspecify.annotations.Nullable;

/**
 * An absolute URL with a host.
 *
 * @param scheme the scheme in lower case
 * @param host the host in lower case; an IPv6 address has its brackets
 * @param port the port, or that of http or https, or -1
 * @param target the path, {@code /} if there is none, and the query
 */
public record Url(String scheme, String host, int port, RequestTarget target) {
  private static final int MAX_PORT = 65535;

  /** Takes a URL apart, or returns null if it is none, or has a user or password in it. */
  public static @Nullable Url parse(String text) {
    int colon = text.indexOf("://");
    if (colon < 1 || !isScheme(text, colon)) {
      return null;
    }
    String scheme = lower(text.substring(0, colon));
    int start = colon + 3;
    int end = start;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      char c = text.charAt(end++);
      if (c <= ' ' || c == '@' || c == '\\' || c >= 0x7F) {
        return null;
      }
    }
    String authority = lower(text.substring(start, end));
    int bracket = authority.startsWith("[") ? authority.indexOf(']') : 0;
    int separator = bracket < 0 ? -1 : authority.indexOf(':', bracket);
    String host = separator < 0 ? authority : authority.substring(0, separator);
    int port = separator < 0 ? defaultPort(scheme) : port(authority, separator + 1);
    boolean closed = !host.startsWith("[") || host.endsWith("]") && host.length() > 2;
    if (host.isEmpty() || !closed || port == Integer.MIN_VALUE) {
      return null;
    }
    String rest = text.substring(end);
    RequestTarget target = RequestTarget.parse(rest.startsWith("/") ? rest : "/" + rest);
    return new Url(scheme, host, port, target);
  }

  private static boolean isScheme(String text, int end) {
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      boolean other = c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.';
      if (!letter && (i == 0 || !other)) {
        return false;
      }
    }
    return true;
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("http") ? 80 : scheme.equals("https") ? 443 : -1;
  }

  private static int port(String authority, int from) {
    int port = 0;
    for (int i = from; i < authority.length(); i++) {
      char c = authority.charAt(i);
      port = 10 * port + (c - '0');
      if (c < '0' || c > '9' || port > MAX_PORT) {
        return Integer.MIN_VALUE;
      }
    }
    return from == authority.length() ? Integer.MIN_VALUE : port;
  }

  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return lower.toString();
  }
}
