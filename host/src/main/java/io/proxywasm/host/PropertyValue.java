package io.proxywasm.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that a plugin can ask for by {@code proxy_get_property}, immutable. Texts and names are
 * bytes, one per char, as in a {@link HeaderMap}; the methods that take plain Java values ({@link
 * #utf8}, {@link #struct}, {@link #node}, {@link #locality}, {@link #metadata}) encode them.
 */
public sealed interface PropertyValue {
  /**
   * A text.
   *
   * @param chars its bytes, one per char
   */
  record Text(String chars) implements PropertyValue {}

  /**
   * Bytes.
   *
   * @param value the bytes, not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody, and large.
  record Bytes(byte[] value) implements PropertyValue {}

  /**
   * A whole number of 64 bits, with or without a sign.
   *
   * @param value the bits
   */
  record Int(long value) implements PropertyValue {}

  /**
   * A floating point number.
   *
   * @param value the number
   */
  record Real(double value) implements PropertyValue {}

  /**
   * True or false.
   *
   * @param value which
   */
  record Bool(boolean value) implements PropertyValue {}

  /**
   * A moment.
   *
   * @param nanos nanoseconds since 1970-01-01
   */
  record Timestamp(long nanos) implements PropertyValue {}

  /**
   * A length of time.
   *
   * @param nanos in nanoseconds
   */
  record Duration(long nanos) implements PropertyValue {}

  /** The null of a {@code google.protobuf.Value}: it is there, but cannot be read by itself. */
  record Null() implements PropertyValue {}

  /**
   * Values in their order.
   *
   * @param values the values
   */
  record Items(List<PropertyValue> values) implements PropertyValue {
    /** Copies. */
    public Items {
      values = List.copyOf(values);
    }
  }

  /**
   * Values by name, in their order: a {@code google.protobuf.Struct}, or a map.
   *
   * @param values the values by name
   */
  record Fields(Map<String, PropertyValue> values) implements PropertyValue {
    /** No value. */
    public static final Fields EMPTY = new Fields(Map.of());

    /** Copies. */
    public Fields {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** One of Envoy's protobuf messages: a node, a locality, metadata. */
  final class Message implements PropertyValue {
    private final MessageType type;
    private final Map<String, PropertyValue> fields;
    private byte @Nullable [] encoded;

    Message(MessageType type, Map<String, PropertyValue> fields) {
      this.type = type;
      this.fields = Map.copyOf(fields);
    }

    /** The message in protobuf's binary form. */
    public byte[] encode() {
      byte[] bytes = encoded;
      if (bytes == null) {
        // Two threads may do this at once; both come to the same bytes.
        bytes = type.encode(fields);
        encoded = bytes;
      }
      return bytes.clone();
    }

    @Nullable PropertyValue field(String name) {
      PropertyValue value = fields.get(name);
      return value != null ? value : type.defaultOf(name);
    }

    @Override
    public String toString() {
      return type + " " + fields;
    }
  }

  /** A text that is encoded as UTF-8. */
  static PropertyValue utf8(String text) {
    return new Text(ByteChars.of(text));
  }

  /**
   * A {@code google.protobuf.Struct} of plain Java values: strings, numbers, booleans, lists, maps
   * and null. Numbers become doubles.
   *
   * @throws IllegalArgumentException when a value is of another type
   */
  static Fields struct(Map<String, ?> values) {
    Map<String, PropertyValue> fields = new LinkedHashMap<>();
    values.forEach((name, value) -> fields.put(ByteChars.of(name), ofJava(value)));
    return new Fields(fields);
  }

  private static PropertyValue ofJava(@Nullable Object value) {
    if (value == null) {
      return new Null();
    }
    if (value instanceof PropertyValue known) {
      return known;
    }
    if (value instanceof CharSequence text) {
      return utf8(text.toString());
    }
    if (value instanceof Boolean bool) {
      return new Bool(bool);
    }
    if (value instanceof Number number) {
      return new Real(number.doubleValue());
    }
    if (value instanceof Iterable<?> list) {
      List<PropertyValue> items = new ArrayList<>();
      list.forEach(item -> items.add(ofJava(item)));
      return new Items(items);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, PropertyValue> fields = new LinkedHashMap<>();
      map.forEach((name, item) -> fields.put(ByteChars.of(String.valueOf(name)), ofJava(item)));
      return new Fields(fields);
    }
    throw new IllegalArgumentException("A Struct cannot hold a " + value.getClass().getName());
  }

  /**
   * A {@code envoy.config.core.v3.Metadata}: Structs by the name of the filter they are for.
   *
   * @param byFilter the values, for instance of {@link #struct}
   */
  static Message metadata(Map<String, Fields> byFilter) {
    if (byFilter.isEmpty()) {
      return MessageType.EMPTY_METADATA;
    }
    Map<String, PropertyValue> structs = new LinkedHashMap<>();
    byFilter.forEach((name, struct) -> structs.put(ByteChars.of(name), struct));
    return new Message(MessageType.METADATA, Map.of("filter_metadata", new Fields(structs)));
  }

  /** A {@code envoy.config.core.v3.Locality}; a text may be empty. */
  static Message locality(String region, String zone, String subZone) {
    return new Message(
        MessageType.LOCALITY,
        Map.of("region", utf8(region), "zone", utf8(zone), "sub_zone", utf8(subZone)));
  }

  /** A {@code envoy.config.core.v3.Node}, as a bootstrap has it; a text may be empty. */
  static Message node(String id, String cluster, Fields metadata, @Nullable Message locality) {
    Map<String, PropertyValue> fields = new LinkedHashMap<>();
    fields.put("id", utf8(id));
    fields.put("cluster", utf8(cluster));
    fields.put("metadata", metadata);
    if (locality != null) {
      fields.put("locality", locality);
    }
    return new Message(MessageType.NODE, fields);
  }
}
