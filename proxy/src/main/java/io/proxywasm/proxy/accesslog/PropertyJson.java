package io.proxywasm.proxy.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.proxywasm.host.PropertyValue;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What plugins keep with a stream, as it stands in an access log. */
final class PropertyJson {
  private static final String TYPE = "{\"@type\":\"type.googleapis.com/google.protobuf.";

  private PropertyJson() {}

  /** The plain text of a value, or null when it has none. */
  static @Nullable String plain(@Nullable PropertyValue value) {
    if (value instanceof PropertyValue.Text text) {
      return text.chars();
    }
    return value instanceof PropertyValue.Bytes bytes
        ? new String(bytes.value(), ISO_8859_1)
        : null;
  }

  /** A value of the filter state as Envoy writes the message that stands for it. */
  static Operator.@Nullable Json typed(@Nullable PropertyValue value) {
    StringBuilder out = new StringBuilder();
    if (value instanceof PropertyValue.Text text) {
      out.append(TYPE).append("StringValue\",\"value\":");
      Chars.appendJson(out, text.chars());
      return new Operator.Json(out.append('}').toString());
    }
    if (value instanceof PropertyValue.Bytes bytes) {
      out.append(TYPE).append("BytesValue\",\"value\":\"");
      out.append(Base64.getEncoder().encodeToString(bytes.value())).append("\"}");
      return new Operator.Json(out.toString());
    }
    return null;
  }

  /** A value of the dynamic metadata: a text as it is, all else as JSON. */
  static @Nullable Object metadata(@Nullable PropertyValue value) {
    if (value == null || value instanceof PropertyValue.Null) {
      return null;
    }
    String plain = plain(value);
    if (plain != null) {
      return plain;
    }
    StringBuilder out = new StringBuilder();
    append(out, value);
    return new Operator.Json(out.toString());
  }

  private static void append(StringBuilder out, PropertyValue value) {
    String plain = plain(value);
    if (plain != null) {
      Chars.appendJson(out, plain);
    } else if (value instanceof PropertyValue.Bool bool) {
      out.append(bool.value());
    } else if (value instanceof PropertyValue.Int number) {
      out.append(number.value());
    } else if (value instanceof PropertyValue.Real number) {
      out.append(number(number.value()));
    } else if (value instanceof PropertyValue.Items items) {
      appendItems(out, items);
    } else if (value instanceof PropertyValue.Fields fields) {
      appendFields(out, fields);
    } else {
      out.append("null");
    }
  }

  private static void appendItems(StringBuilder out, PropertyValue.Items items) {
    String separator = "[";
    for (PropertyValue item : items.values()) {
      out.append(separator);
      append(out, item);
      separator = ",";
    }
    out.append(items.values().isEmpty() ? "[]" : "]");
  }

  private static void appendFields(StringBuilder out, PropertyValue.Fields fields) {
    String separator = "{";
    for (Map.Entry<String, PropertyValue> field : fields.values().entrySet()) {
      out.append(separator);
      Chars.appendJson(out, field.getKey());
      out.append(':');
      append(out, field.getValue());
      separator = ",";
    }
    out.append(fields.values().isEmpty() ? "{}" : "}");
  }

  /** A number without a needless point. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).stripTrailingZeros().toString()
        : "null";
  }
}
