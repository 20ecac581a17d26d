package io.proxywasm.proxy.accesslog;

import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.config.LogFormat;
import io.proxywasm.proxy.config.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A format of lines, compiled. Chars of what it writes are bytes. Thread-safe. */
public abstract class LineFormat {
  private static final Pattern COMMAND =
      Pattern.compile("%([A-Z0-9_]+)(?:\\((.*?)\\))?(?::([0-9]+))?%");

  private LineFormat() {}

  /** Writes a line with its end. */
  public abstract void append(StringBuilder out, LogEntry entry);

  /**
   * Compiles a format.
   *
   * @throws ConfigException when an operator is not known or used in a wrong way
   */
  public static LineFormat of(LogFormat format) {
    if (format instanceof LogFormat.Text text) {
      return new Text(Template.of(text.format()), text.omitEmptyValues());
    }
    LogFormat.Json json = (LogFormat.Json) format;
    return new Json(new Members(json.format(), json.omitEmptyValues()));
  }

  private static final class Text extends LineFormat {
    private final Template template;
    private final String missing;

    Text(Template template, boolean omitEmptyValues) {
      this.template = template;
      this.missing = omitEmptyValues ? "" : "-";
    }

    @Override
    public void append(StringBuilder out, LogEntry entry) {
      template.append(out, entry, missing);
    }
  }

  private static final class Json extends LineFormat {
    private final Members members;

    Json(Members members) {
      this.members = members;
    }

    @Override
    public void append(StringBuilder out, LogEntry entry) {
      var unused = members.append(out, entry);
      out.append('\n');
    }
  }

  /** Text with operators in it. */
  private record Template(List<Object> parts) {
    static Template of(String format) {
      List<Object> parts = new ArrayList<>();
      StringBuilder literal = new StringBuilder();
      Matcher matcher = COMMAND.matcher(format);
      int at = 0;
      while (at < format.length()) {
        char c = format.charAt(at);
        if (c != '%') {
          literal.append(c);
          at++;
        } else if (format.startsWith("%%", at)) {
          literal.append('%');
          at += 2;
        } else {
          if (!matcher.region(at, format.length()).lookingAt()) {
            throw new ConfigException(
                "Incorrect configuration: "
                    + format
                    + ". Couldn't find valid command at position "
                    + at);
          }
          if (!literal.isEmpty()) {
            parts.add(Chars.ofText(literal.toString()));
            literal.setLength(0);
          }
          parts.add(operator(matcher));
          at = matcher.end();
        }
      }
      if (!literal.isEmpty()) {
        parts.add(Chars.ofText(literal.toString()));
      }
      return new Template(List.copyOf(parts));
    }

    private static Operator operator(Matcher matcher) {
      String parameter = matcher.group(2);
      String length = matcher.group(3);
      return Operators.make(
          matcher.group(1),
          parameter == null ? "" : parameter,
          length == null ? -1 : number(length));
    }

    private static int number(String digits) {
      return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    void append(StringBuilder out, LogEntry entry, String missing) {
      for (Object part : parts) {
        if (part instanceof Operator operator) {
          Object value = operator.value(entry);
          out.append(value == null ? missing : value.toString());
        } else {
          out.append((String) part);
        }
      }
    }
  }

  /** A part of a JSON line. Says whether there was something to write. */
  @FunctionalInterface
  private interface Node {
    boolean append(StringBuilder out, LogEntry entry);
  }

  /** A JSON object; its members are sorted by name, as Envoy's are. */
  private static final class Members implements Node {
    private final List<String> names = new ArrayList<>();
    private final List<Node> values = new ArrayList<>();
    private final boolean omitEmptyValues;

    Members(Value.Struct struct, boolean omitEmptyValues) {
      this.omitEmptyValues = omitEmptyValues;
      for (Map.Entry<String, Value> field : new TreeMap<>(struct.fields()).entrySet()) {
        StringBuilder name = new StringBuilder();
        Chars.appendJson(name, Chars.ofText(field.getKey()));
        names.add(name.append(':').toString());
        values.add(node(field.getValue(), omitEmptyValues));
      }
    }

    @Override
    public boolean append(StringBuilder out, LogEntry entry) {
      out.append('{');
      boolean first = true;
      for (int i = 0; i < names.size(); i++) {
        int before = out.length();
        out.append(first ? "" : ",").append(names.get(i));
        if (values.get(i).append(out, entry) || !omitEmptyValues) {
          first = false;
        } else {
          out.setLength(before);
        }
      }
      out.append('}');
      return true;
    }
  }

  private static Node node(Value value, boolean omitEmptyValues) {
    if (value instanceof Value.Struct struct) {
      return new Members(struct, omitEmptyValues);
    }
    if (value instanceof Value.Items items) {
      return items(items.values().stream().map(item -> node(item, omitEmptyValues)).toList());
    }
    if (value instanceof Value.Text text) {
      return text(Template.of(text.value()), omitEmptyValues);
    }
    if (value instanceof Value.Num number) {
      return constant(PropertyJson.number(number.value()));
    }
    return constant(value instanceof Value.Bool bool ? String.valueOf(bool.value()) : "null");
  }

  private static Node constant(String json) {
    return (out, entry) -> {
      out.append(json);
      return true;
    };
  }

  private static Node items(List<Node> items) {
    return (out, entry) -> {
      String separator = "[";
      for (Node item : items) {
        out.append(separator);
        var unused = item.append(out, entry);
        separator = ",";
      }
      out.append(items.isEmpty() ? "[]" : "]");
      return true;
    };
  }

  /** One operator alone keeps its type; operators in a text become text. */
  private static Node text(Template template, boolean omitEmptyValues) {
    if (template.parts.size() == 1 && template.parts.get(0) instanceof Operator operator) {
      return (out, entry) -> append(out, operator.value(entry));
    }
    String missing = omitEmptyValues ? "" : "-";
    return (out, entry) -> {
      StringBuilder text = new StringBuilder();
      template.append(text, entry, missing);
      Chars.appendJson(out, text.toString());
      return true;
    };
  }

  private static boolean append(StringBuilder out, @Nullable Object value) {
    if (value instanceof String text) {
      Chars.appendJson(out, text);
    } else {
      out.append(value);
    }
    return value != null;
  }
}
