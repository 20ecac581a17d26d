package io.proxywasm.testkit;

import io.proxywasm.host.HeaderMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Headers or trailers as a test sees them: in their order, names may repeat. Immutable. */
public final class Headers {
  /** No headers. */
  public static final Headers NONE = new Headers(List.of());

  /** One header; the name is lower case. */
  public record Header(String name, String value) {
    @Override
    public String toString() {
      return name + ": " + value;
    }
  }

  private final List<Header> all;

  private Headers(List<Header> all) {
    this.all = List.copyOf(all);
  }

  /** Names and values in turn. */
  public static Headers of(String... namesAndValues) {
    Headers headers = NONE;
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers = headers.with(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  static Headers of(@Nullable HeaderMap map) {
    List<Header> all = new ArrayList<>();
    if (map != null) {
      map.forEach((name, value) -> all.add(new Header(name, text(value))));
    }
    return new Headers(all);
  }

  /** Header maps hold bytes, one per char. */
  private static String text(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  HeaderMap toMap() {
    HeaderMap map = new HeaderMap(all.size() + 2);
    for (Header each : all) {
      byte[] value = each.value().getBytes(StandardCharsets.UTF_8);
      map.add(each.name(), new String(value, StandardCharsets.ISO_8859_1));
    }
    return map;
  }

  /** These headers and one more behind them. */
  public Headers with(String name, String value) {
    List<Header> more = new ArrayList<>(all);
    more.add(new Header(name.toLowerCase(Locale.ROOT), value));
    return new Headers(more);
  }

  /** The first value of a name, or null. */
  public @Nullable String get(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /** All values of a name in their order. */
  public List<String> all(String name) {
    return all.stream()
        .filter(each -> each.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /** All headers in their order. */
  public List<Header> all() {
    return all;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Headers headers && all.equals(headers.all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }

  @Override
  public String toString() {
    return all.toString();
  }
}
