package io.proxywasm.proxy.config;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What Envoy gives a plugin for a configuration of type {@code Any}. */
final class AnyBytes {
  private static final String PROTOBUF = "google.protobuf.";

  private AnyBytes() {}

  /** Reads an {@code Any}. */
  static Bytes of(Input any) {
    Map<String, Input> fields = any.fields();
    if (fields.isEmpty()) {
      return Bytes.EMPTY;
    }
    String type = MessageInput.typeOf(any, Set.of());
    return switch (type) {
      case PROTOBUF + "StringValue" -> value(any) ? Bytes.utf8(field(any).text()) : Bytes.EMPTY;
      case PROTOBUF + "BytesValue" -> value(any) ? field(any).base64() : Bytes.EMPTY;
      case PROTOBUF + "Struct" -> value(any) ? field(any).struct().toProtobuf() : Bytes.EMPTY;
      default -> message(any, type);
    };
  }

  private static boolean value(Input any) {
    any.fields()
        .forEach(
            (key, value) -> {
              if (!key.equals("@type") && !key.equals("value")) {
                throw value.wrong(
                    "no such field: this message's content stands in the field value");
              }
            });
    return any.fields().containsKey("value") && !field(any).isNull();
  }

  @SuppressWarnings("NullAway") // value(any) was true.
  private static Input field(Input any) {
    return any.fields().get("value");
  }

  /** A message of which only Envoy's own classes know how it is written. */
  private static Bytes message(Input any, String type) {
    JsonFormat.TypeRegistry.Builder types = JsonFormat.TypeRegistry.newBuilder();
    addTypes(any, types);
    Any.Builder message = Any.newBuilder();
    try {
      String json = JsonWriter.plain(any.tree());
      JsonFormat.parser().usingTypeRegistry(types.build()).merge(json, message);
      return Bytes.of(message.getValue().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw any.wrong("is no " + type + ": " + e.getMessage());
    }
  }

  private static void addTypes(Input value, JsonFormat.TypeRegistry.Builder types) {
    if (value.tree() instanceof Tree.Items) {
      value.items().forEach(item -> addTypes(item, types));
    } else if (value.tree() instanceof Tree.Fields) {
      Map<String, Input> fields = new LinkedHashMap<>(value.fields());
      Input url = fields.remove("@type");
      if (url != null) {
        String type = MessageInput.typeOf(value, Set.of());
        types.add(
            EnvoyTypes.descriptor(type)
                .orElseThrow(
                    () ->
                        url.wrong(
                            "unknown type "
                                + type
                                + ". Served: google.protobuf.StringValue, BytesValue, Struct and"
                                + " the messages of Envoy's API")));
      }
      fields.values().forEach(field -> addTypes(field, types));
    }
  }
}
