package io.proxywasm.sdk;

import io.proxywasm.abi.PropertyPath;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the host knows of a stream, its connection, route and itself, by a path such as {@code
 * "source", "address"}: {@code proxy_get_property}. Which there are stands in Envoy's documentation
 * under "attributes".
 */
public final class Properties {
  private Properties() {}

  /**
   * Returns a property as the host serializes it, or null if it is not there. Valid until the
   * callback returns.
   */
  public static @Nullable Bytes bytes(String... path) {
    return Host.calls().property(PropertyPath.join(path));
  }

  /** Returns a property that is a text, or null if it is not there. */
  public static @Nullable String text(String... path) {
    Bytes value = bytes(path);
    return value == null ? null : value.utf8();
  }

  /**
   * Returns a property that is a number, a time or a duration (in nanoseconds), or nothing if it is
   * not there.
   *
   * @throws IllegalStateException if the host's value has not the 8 bytes of a number
   */
  public static OptionalLong number(String... path) {
    Bytes value = bytes(path);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (value.length() != 8) {
      throw new IllegalStateException(
          "property "
              + String.join(".", path)
              + " is no number: it has "
              + value.length()
              + " bytes, not 8");
    }
    long number = 0;
    for (int i = 7; i >= 0; i--) {
      number = number << 8 | value.get(i) & 255;
    }
    return OptionalLong.of(number);
  }

  /** Returns whether a property is there and true. */
  public static boolean flag(String... path) {
    Bytes value = bytes(path);
    return value != null && !value.isEmpty() && value.get(0) != 0;
  }

  /**
   * Returns the entries of a property that is a map, such as a filter's part of a cluster's
   * metadata; none if it is not there. The result stays valid.
   *
   * @throws IndexOutOfBoundsException if it is no map
   */
  public static List<Header> pairs(String... path) {
    Bytes value = bytes(path);
    List<Header> pairs = new ArrayList<>();
    if (value != null) {
      HeaderBlock block = new HeaderBlock(value);
      for (int i = 0; i < block.size(); i++) {
        pairs.add(new Header(block.name(i).utf8(), block.value(i).utf8()));
      }
    }
    return pairs;
  }

  /**
   * Sets a property of the stream, which other plugins and the access log can read: {@code
   * proxy_set_property}. Envoy gives back only one with a path of one segment, which may have dots.
   */
  public static void set(Bytes value, String... path) {
    Host.calls().setProperty(PropertyPath.join(path), value);
  }

  /** Sets a property of the stream to a text, as {@link #set(Bytes, String...)} does. */
  public static void set(String value, String... path) {
    set(Bytes.utf8(value), path);
  }
}
