package io.proxywasm.web;

import io.proxywasm.sdk.Headers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cookies of a request (RFC 6265), in their order. */
public final class Cookies {
  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  private Cookies() {}

  /** Reads the cookies of a request; HTTP/2 may send several headers. */
  public static Cookies of(Headers headers) {
    Cookies cookies = new Cookies();
    for (String header : headers.all("cookie")) {
      cookies.add(header);
    }
    return cookies;
  }

  /** Reads the value of a header {@code cookie}. */
  public static Cookies parse(String header) {
    Cookies cookies = new Cookies();
    cookies.add(header);
    return cookies;
  }

  private void add(String header) {
    int start = 0;
    while (start < header.length()) {
      int semicolon = header.indexOf(';', start);
      int end = semicolon < 0 ? header.length() : semicolon;
      int equals = header.indexOf('=', start);
      if (equals >= 0 && equals < end) {
        String name = header.substring(start, equals).trim();
        String value = header.substring(equals + 1, end).trim();
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
          value = value.substring(1, value.length() - 1);
        }
        if (!name.isEmpty()) {
          names.add(name);
          values.add(value);
        }
      }
      start = end + 1;
    }
  }

  /** Returns the first value of a name, or null. */
  public @Nullable String get(String name) {
    int at = names.indexOf(name);
    return at < 0 ? null : values.get(at);
  }

  /** Returns the names, as often as they come. */
  public List<String> names() {
    return new ArrayList<>(names);
  }
}
