package io.proxywasm.proxy.net;

import io.proxywasm.host.HeaderMap;
import java.util.Set;

/** What Envoy asks of headers, and does to them when they come in, in either version of HTTP. */
public final class HeaderRules {
  /** The headers of requests that Envoy joins by a comma when they repeat. */
  private static final Set<String> JOINED_IN_REQUESTS =
      Set.of(
          "accept",
          "accept-encoding",
          "access-control-request-headers",
          "access-control-request-method",
          "authorization",
          "cache-control",
          "content-encoding",
          "content-type",
          "expect",
          "grpc-accept-encoding",
          "grpc-timeout",
          "host",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "if-match",
          "origin",
          "pragma",
          "proxy-status",
          "referer",
          "te",
          "upgrade",
          "user-agent",
          "via",
          "x-client-trace-id",
          "x-envoy-decorator-operation",
          "x-envoy-downstream-service-cluster",
          "x-envoy-downstream-service-node",
          "x-envoy-external-address",
          "x-envoy-original-path",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-proto",
          "x-request-id");

  /** The headers of responses that Envoy joins by a comma when they repeat. */
  private static final Set<String> JOINED_IN_RESPONSES =
      Set.of(
          "access-control-allow-credentials",
          "access-control-allow-headers",
          "access-control-allow-methods",
          "access-control-allow-origin",
          "access-control-expose-headers",
          "access-control-max-age",
          "age",
          "cache-control",
          "content-encoding",
          "content-type",
          "date",
          "etag",
          "expires",
          "grpc-message",
          "grpc-status",
          "last-modified",
          "location",
          "proxy-status",
          "server",
          "upgrade",
          "vary",
          "via",
          "x-envoy-attempt-count",
          "x-envoy-decorator-operation",
          "x-envoy-degraded",
          "x-envoy-ratelimited",
          "x-envoy-upstream-canary",
          "x-envoy-upstream-service-time",
          "x-request-id");

  private static final boolean[] TOKEN = new boolean[128];

  static {
    for (char c = '0'; c <= '9'; c++) {
      TOKEN[c] = true;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      TOKEN[c] = true;
    }
    for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
      TOKEN[c] = true;
    }
  }

  private HeaderRules() {}

  /** Whether a text is a header's name in lower case; a pseudo header is one. */
  public static boolean isName(String text) {
    int start = text.startsWith(":") ? 1 : 0;
    if (text.length() == start) {
      return false;
    }
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128 || !TOKEN[c]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text may be a header's value: no control characters. */
  public static boolean isValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 127) {
        return false;
      }
    }
    return true;
  }

  /** Adds a header that came in; some are joined by a comma to one of the same name. */
  public static void add(HeaderMap headers, String name, String value, boolean request) {
    int before = headers.indexOf(name);
    if (before >= 0 && (request ? JOINED_IN_REQUESTS : JOINED_IN_RESPONSES).contains(name)) {
      headers.setValue(before, headers.value(before) + "," + value);
    } else {
      headers.add(name, value);
    }
  }
}
