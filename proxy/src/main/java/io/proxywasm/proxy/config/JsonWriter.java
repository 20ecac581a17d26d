package io.proxywasm.proxy.config;

import java.util.IdentityHashMap;
import java.util.Map;

/** Writes a file's values as JSON, with the names of Envoy's fields and without secrets. */
final class JsonWriter {
  private final IdentityHashMap<Tree, Tree> secrets;
  private final IdentityHashMap<Tree, Map<String, String>> renamed;
  private final StringBuilder out = new StringBuilder();

  JsonWriter(
      IdentityHashMap<Tree, Tree> secrets, IdentityHashMap<Tree, Map<String, String>> renamed) {
    this.secrets = secrets;
    this.renamed = renamed;
  }

  /** The values as they stand. */
  static String plain(Tree tree) {
    return new JsonWriter(new IdentityHashMap<>(), new IdentityHashMap<>()).write(tree);
  }

  String write(Tree tree) {
    value(tree, "\n");
    return out.toString();
  }

  private void value(Tree tree, String indent) {
    if (secrets.containsKey(tree)) {
      text("[redacted]");
    } else if (tree instanceof Tree.Scalar scalar) {
      scalar(scalar);
    } else if (tree instanceof Tree.Items items) {
      String separator = indent + " ";
      out.append('[');
      for (Tree item : items.values()) {
        out.append(separator);
        value(item, indent + " ");
        separator = "," + indent + " ";
      }
      out.append(items.values().isEmpty() ? "]" : indent + "]");
    } else if (tree instanceof Tree.Fields fields) {
      fields(fields, indent);
    }
  }

  private void fields(Tree.Fields fields, String indent) {
    Map<String, String> names = renamed.getOrDefault(fields, Map.of());
    String separator = indent + " ";
    out.append('{');
    for (Map.Entry<String, Tree> field : fields.values().entrySet()) {
      out.append(separator);
      text(names.getOrDefault(field.getKey(), field.getKey()));
      out.append(": ");
      value(field.getValue(), indent + " ");
      separator = "," + indent + " ";
    }
    out.append(fields.values().isEmpty() ? "}" : indent + "}");
  }

  private void scalar(Tree.Scalar scalar) {
    switch (scalar.kind()) {
      case NULL -> out.append("null");
      case BOOL, NUMBER -> out.append(scalar.text());
      case TEXT -> text(scalar.text());
    }
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c < ' ' || Character.isSurrogate(c) && !isPaired(text, i)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
