package io.proxywasm.host;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The protobuf messages among property values: their fields, what an unset field reads as, and
 * their binary form.
 */
final class MessageType {
  /** {@code envoy.config.core.v3.Locality}. */
  static final MessageType LOCALITY =
      new MessageType(
          "envoy.config.core.v3.Locality",
          new Field("region", 1, Kind.TEXT),
          new Field("zone", 2, Kind.TEXT),
          new Field("sub_zone", 3, Kind.TEXT));

  /** {@code envoy.config.core.v3.Metadata}. */
  static final MessageType METADATA =
      new MessageType(
          "envoy.config.core.v3.Metadata",
          new Field("filter_metadata", 1, Kind.MAP_OF_STRUCTS),
          new Field("typed_filter_metadata", 2, Kind.MAP_OF_STRUCTS));

  /** {@code envoy.config.core.v3.Node}: what a bootstrap says of it. */
  static final MessageType NODE =
      new MessageType(
          "envoy.config.core.v3.Node",
          new Field("id", 1, Kind.TEXT),
          new Field("cluster", 2, Kind.TEXT),
          new Field("metadata", 3, Kind.STRUCT),
          new Field("locality", 4, Kind.LOCALITY),
          new Field("user_agent_name", 6, Kind.TEXT),
          new Field("user_agent_version", 7, Kind.TEXT),
          new Field("extensions", 9, Kind.LIST),
          new Field("client_features", 10, Kind.LIST),
          new Field("listening_addresses", 11, Kind.LIST),
          new Field("dynamic_parameters", 12, Kind.MAP_OF_STRUCTS));

  static final PropertyValue.Message EMPTY_LOCALITY = new PropertyValue.Message(LOCALITY, Map.of());
  static final PropertyValue.Message EMPTY_METADATA = new PropertyValue.Message(METADATA, Map.of());

  private static final PropertyValue NO_TEXT = new PropertyValue.Text("");
  private static final PropertyValue NO_ITEMS = new PropertyValue.Items(List.of());

  private enum Kind {
    TEXT,
    STRUCT,
    MAP_OF_STRUCTS,
    LOCALITY,
    LIST
  }

  private record Field(String name, int number, Kind kind) {}

  private final String name;
  private final Field[] fields;

  private MessageType(String name, Field... fields) {
    this.name = name;
    this.fields = fields;
  }

  @Override
  public String toString() {
    return name;
  }

  /** What an unset field reads as, or null when there is no such field. */
  @Nullable PropertyValue defaultOf(String name) {
    for (Field field : fields) {
      if (field.name.equals(name)) {
        return switch (field.kind) {
          case TEXT -> NO_TEXT;
          case STRUCT, MAP_OF_STRUCTS -> PropertyValue.Fields.EMPTY;
          case LOCALITY -> EMPTY_LOCALITY;
          case LIST -> NO_ITEMS;
        };
      }
    }
    return null;
  }

  /** The binary form, with the fields in the order of their numbers. */
  byte[] encode(Map<String, PropertyValue> values) {
    ProtoWriter out = new ProtoWriter();
    for (Field field : fields) {
      PropertyValue value = values.get(field.name);
      if (value instanceof PropertyValue.Text text && field.kind == Kind.TEXT) {
        out.text(field.number, text.chars());
      } else if (value instanceof PropertyValue.Message message && field.kind == Kind.LOCALITY) {
        out.message(field.number, message.encode());
      } else if (value instanceof PropertyValue.Fields struct && field.kind == Kind.STRUCT) {
        out.message(field.number, struct(struct));
      } else if (value instanceof PropertyValue.Fields map && field.kind == Kind.MAP_OF_STRUCTS) {
        map.values().forEach((name, item) -> out.message(field.number, structEntry(name, item)));
      }
    }
    return out.toByteArray();
  }

  private static byte[] structEntry(String name, PropertyValue value) {
    ProtoWriter entry = new ProtoWriter();
    entry.text(1, name);
    if (value instanceof PropertyValue.Fields struct) {
      entry.message(2, struct(struct));
    }
    return entry.toByteArray();
  }

  /** A {@code google.protobuf.Struct}. */
  static byte[] struct(PropertyValue.Fields struct) {
    ProtoWriter out = new ProtoWriter();
    struct
        .values()
        .forEach(
            (name, value) -> {
              ProtoWriter entry = new ProtoWriter();
              entry.text(1, name);
              entry.message(2, value(value));
              out.message(1, entry.toByteArray());
            });
    return out.toByteArray();
  }

  /** A {@code google.protobuf.Value}. */
  private static byte[] value(PropertyValue value) {
    ProtoWriter out = new ProtoWriter();
    if (value instanceof PropertyValue.Text text) {
      out.presentText(3, text.chars());
    } else if (value instanceof PropertyValue.Real number) {
      out.presentDouble(2, number.value());
    } else if (value instanceof PropertyValue.Int number) {
      out.presentDouble(2, (double) number.value());
    } else if (value instanceof PropertyValue.Bool bool) {
      out.presentVarint(4, bool.value() ? 1 : 0);
    } else if (value instanceof PropertyValue.Fields struct) {
      out.message(5, struct(struct));
    } else if (value instanceof PropertyValue.Items items) {
      ProtoWriter list = new ProtoWriter();
      items.values().forEach(item -> list.message(1, value(item)));
      out.message(6, list.toByteArray());
    } else {
      out.presentVarint(1, 0);
    }
    return out.toByteArray();
  }
}
