package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.proxywasm.abi.HeaderPairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a property reaches a plugin: texts and bytes as they are, numbers in 8 bytes
 * (little endian), booleans in 1, messages in protobuf's binary form, maps and lists as pairs, a
 * list's with empty values.
 */
final class PropertyBytes {
  private static final byte[] NOTHING = {};

  private PropertyBytes() {}

  /** The bytes, or null when a value in it has no form. */
  static byte @Nullable [] of(PropertyValue value) {
    if (value instanceof PropertyValue.Text text) {
      return text.chars().getBytes(ISO_8859_1);
    }
    if (value instanceof PropertyValue.Bytes bytes) {
      return bytes.value();
    }
    if (value instanceof PropertyValue.Int number) {
      return ofLong(number.value());
    }
    if (value instanceof PropertyValue.Real number) {
      return ofLong(Double.doubleToRawLongBits(number.value()));
    }
    if (value instanceof PropertyValue.Bool bool) {
      return new byte[] {(byte) (bool.value() ? 1 : 0)};
    }
    if (value instanceof PropertyValue.Timestamp moment) {
      return ofLong(moment.nanos());
    }
    if (value instanceof PropertyValue.Duration duration) {
      return ofLong(duration.nanos());
    }
    if (value instanceof PropertyValue.Message message) {
      return message.encode();
    }
    if (value instanceof PropertyValue.Fields fields) {
      return ofFields(fields);
    }
    return value instanceof PropertyValue.Items items ? ofItems(items) : null;
  }

  private static byte @Nullable [] ofFields(PropertyValue.Fields fields) {
    List<HeaderPairs.Pair> pairs = new ArrayList<>(fields.values().size());
    for (Map.Entry<String, PropertyValue> field : fields.values().entrySet()) {
      byte[] value = of(field.getValue());
      if (value == null) {
        return null;
      }
      pairs.add(new HeaderPairs.Pair(field.getKey().getBytes(ISO_8859_1), value));
    }
    return encode(pairs);
  }

  private static byte @Nullable [] ofItems(PropertyValue.Items items) {
    List<HeaderPairs.Pair> pairs = new ArrayList<>(items.values().size());
    for (PropertyValue item : items.values()) {
      byte[] bytes = of(item);
      if (bytes == null) {
        return null;
      }
      pairs.add(new HeaderPairs.Pair(bytes, NOTHING));
    }
    return encode(pairs);
  }

  /** Unlike a header map, an empty map or list here is its count. */
  private static byte[] encode(List<HeaderPairs.Pair> pairs) {
    return pairs.isEmpty() ? new byte[4] : HeaderPairs.encode(pairs);
  }

  private static byte[] ofLong(long value) {
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (value >> 8 * i);
    }
    return bytes;
  }
}
