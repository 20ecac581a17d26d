package io.proxywasm.proxy.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers and booleans as JSON, laid out as Envoy does. */
final class Json {
  private Json() {}

  /** An object of names and values in turn; a null value is left out. */
  static Map<String, Object> object(@Nullable Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null) {
        map.put(String.valueOf(namesAndValues[i]), value);
      }
    }
    return map;
  }

  /** With a line for each value, and a line end. */
  static String pretty(Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value, 0);
    return out.append('\n').toString();
  }

  private static void append(StringBuilder out, @Nullable Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      if (map.isEmpty()) {
        out.append("{}");
        return;
      }
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator);
        indent(out, depth + 1);
        appendText(out, String.valueOf(entry.getKey()));
        out.append(": ");
        append(out, entry.getValue(), depth + 1);
        separator = ",";
      }
      indent(out, depth);
      out.append('}');
    } else if (value instanceof List<?> list) {
      if (list.isEmpty()) {
        out.append("[]");
        return;
      }
      String separator = "[";
      for (Object item : list) {
        out.append(separator);
        indent(out, depth + 1);
        append(out, item, depth + 1);
        separator = ",";
      }
      indent(out, depth);
      out.append(']');
    } else if (value instanceof Number || value instanceof Boolean || value == null) {
      out.append(value);
    } else {
      appendText(out, value.toString());
    }
  }

  private static void indent(StringBuilder out, int depth) {
    out.append('\n').append(" ".repeat(depth));
  }

  /** A JSON string. */
  static void appendText(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            String digits = Integer.toHexString(c);
            out.append("\\u").append("0000", 0, 4 - digits.length()).append(digits);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
