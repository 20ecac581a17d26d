package io.proxywasm.cli;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Writes maps, lists, texts, numbers and truth values as JSON. */
final class Json {
  private final StringBuilder text = new StringBuilder();

  private Json() {}

  static String write(Object value) {
    Json json = new Json();
    json.value(value, "\n");
    return json.text.toString();
  }

  private void value(Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      object(map, indent);
    } else if (value instanceof Collection<?> list) {
      array(list, indent);
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresentOrElse(present -> value(present, indent), () -> text.append("null"));
    } else if (value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      string(value.toString());
    }
  }

  private void object(Map<?, ?> map, String indent) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(separator).append(indent).append("  ");
      string(String.valueOf(entry.getKey()));
      text.append(": ");
      value(entry.getValue(), indent + "  ");
      separator = ",";
    }
    text.append(map.isEmpty() ? "{}" : indent + "}");
  }

  private void array(Collection<?> list, String indent) {
    String separator = "[";
    for (Object element : list) {
      text.append(separator).append(indent).append("  ");
      value(element, indent + "  ");
      separator = ",";
    }
    text.append(list.isEmpty() ? "[]" : indent + "]");
  }

  private void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ' || Character.isSurrogate(c) && !isPaired(value, i)) {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static boolean isPaired(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
  }
}
