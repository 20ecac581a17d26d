package io.proxywasm.proxy.http1;

import io.proxywasm.host.HeaderMap;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Turns the target of a request's first line and its {@code host} into {@code :authority}, {@code
 * :path} and {@code :method}, in the order that plugins see in Envoy.
 */
final class RequestTargets {
  /** Whether a character may stand in a host: those of RFC 3986, and what Envoy takes beside. */
  private static final boolean[] HOST = new boolean[256];

  static {
    for (char c = '0'; c <= '9'; c++) {
      HOST[c] = true;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      HOST[c] = true;
      HOST[c - 32] = true;
    }
    for (char c : "-._~!$&'()*+,;=:@[]%".toCharArray()) {
      HOST[c] = true;
    }
  }

  private RequestTargets() {}

  /**
   * Returns whether the target is one; if not, says why.
   *
   * @param headers {@code :authority} (what {@code host} said), {@code :path} (the target), {@code
   *     :method}, {@code :scheme}, and others
   */
  static boolean apply(HeaderMap headers, boolean hasHost, Consumer<Http1Error> fail) {
    String host = headers.value(0);
    String target = headers.value(1);
    String method = headers.value(2);
    if (hasHost && !isHost(host)) {
      fail.accept(Http1Error.INVALID_AUTHORITY);
      return false;
    }
    boolean origin = target.charAt(0) == '/' && !method.equals("CONNECT");
    if (origin || (method.equals("OPTIONS") && target.equals("*"))) {
      if (!hasHost) {
        headers.remove(":authority");
      }
      return true;
    }
    String scheme = headers.value(3);
    headers.remove(":authority");
    headers.remove(":path");
    headers.remove(":method");
    headers.remove(":scheme");
    if (method.equals("CONNECT")) {
      headers.add(":authority", target);
      headers.add(":method", method);
      headers.add(":scheme", scheme);
      return checkAuthority(target, fail);
    }
    int colon = target.indexOf("://");
    if (colon <= 0) {
      fail.accept(Http1Error.CODEC);
      return false;
    }
    scheme = target.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      fail.accept(Http1Error.INVALID_SCHEME);
      return false;
    }
    int start = colon + 3;
    int end = start;
    while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    String authority = target.substring(start, end);
    String path = target.substring(end);
    headers.add(":authority", authority);
    headers.add(":scheme", scheme);
    headers.add(":path", path.startsWith("/") ? path : "/" + path);
    headers.add(":method", method);
    return checkAuthority(authority, fail);
  }

  private static boolean checkAuthority(String authority, Consumer<Http1Error> fail) {
    if (authority.isEmpty() || !isHost(authority)) {
      fail.accept(Http1Error.INVALID_AUTHORITY);
      return false;
    }
    return true;
  }

  private static boolean isHost(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 255 || !HOST[c]) {
        return false;
      }
    }
    return true;
  }
}
