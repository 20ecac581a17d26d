package io.proxywasm.envoy;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A configuration handed to a plugin or its VM, in the protobuf type that carries it. */
public final class EnvoyValue {
  private static final String TYPES = "type.googleapis.com/google.protobuf.";

  private final String type;
  private final String content;

  private EnvoyValue(String type, String content) {
    this.type = type;
    this.content = content;
  }

  /**
   * Hands over text, as {@code google.protobuf.StringValue}: the plugin gets its UTF-8 bytes.
   *
   * @param text the configuration
   * @return the value
   */
  public static EnvoyValue text(String text) {
    return new EnvoyValue("StringValue", text);
  }

  /**
   * Hands over bytes, as {@code google.protobuf.BytesValue}: the plugin gets them unchanged.
   *
   * @param bytes the configuration, copied
   * @return the value
   */
  public static EnvoyValue bytes(byte[] bytes) {
    return new EnvoyValue("BytesValue", Base64.getEncoder().encodeToString(bytes));
  }

  /**
   * Hands over a JSON object, as {@code google.protobuf.Struct}. Beware: Envoy gives a plugin the
   * serialized protobuf message, not the JSON. Use {@link #text} for a plugin that reads JSON.
   *
   * @param object a JSON object as text
   * @return the value
   */
  public static EnvoyValue struct(String object) {
    return new EnvoyValue("Struct", object);
  }

  Map<String, Object> any() {
    Map<String, Object> any = new LinkedHashMap<>();
    any.put("@type", TYPES + type);
    any.put("value", type.equals("Struct") ? new Json.Raw(content) : content);
    return any;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EnvoyValue that
        && type.equals(that.type)
        && content.equals(that.content);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, content);
  }

  @Override
  public String toString() {
    return type + " " + content;
  }
}
