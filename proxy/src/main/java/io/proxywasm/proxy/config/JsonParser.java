package io.proxywasm.proxy.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses JSON, and remembers where values stand. */
final class JsonParser {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");
  private static final Pattern WORD = Pattern.compile("[a-zA-Z]+");

  private final String name;
  private final String text;
  private int at;
  private int line = 1;
  private int lineStart;
  private long values;

  private JsonParser(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /** Whether a text begins as only JSON does, not YAML. */
  static boolean looksLikeJson(String text) {
    String start = text.stripLeading();
    if (!start.startsWith("{")) {
      return false;
    }
    String next = start.substring(1, Math.min(start.length(), 1000)).stripLeading();
    return next.startsWith("\"") || next.startsWith("}");
  }

  /**
   * Parses a document.
   *
   * @throws ConfigException when it is none, or has more in it than is sane
   */
  static Tree parse(String text, String name) {
    JsonParser parser = new JsonParser(name, text);
    Tree tree = parser.value(1);
    parser.space();
    if (parser.at < text.length()) {
      throw parser.wrong("there is more after the end");
    }
    return tree;
  }

  private Tree value(int depth) {
    space();
    values++;
    String problem = TreeLimits.problem(depth, values);
    if (!problem.isEmpty()) {
      throw wrong(problem);
    }
    Tree.Position position = position();
    return switch (peek()) {
      case '{' -> fields(depth, position);
      case '[' -> items(depth, position);
      case '"' -> {
        String value = string();
        yield new Tree.Scalar(Tree.Kind.TEXT, value, value, position);
      }
      default -> scalar(position);
    };
  }

  private Tree fields(int depth, Tree.Position position) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    expect('{');
    if (!next('}')) {
      do {
        space();
        if (peek() != '"') {
          throw wrong("expected a key in quotes");
        }
        String key = string();
        if (fields.containsKey(key)) {
          throw wrong("the key " + key + " is there twice");
        }
        space();
        expect(':');
        fields.put(key, value(depth + 1));
      } while (next(','));
      space();
      expect('}');
    }
    return new Tree.Fields(fields, position);
  }

  private Tree items(int depth, Tree.Position position) {
    List<Tree> items = new ArrayList<>();
    expect('[');
    if (!next(']')) {
      do {
        items.add(value(depth + 1));
      } while (next(','));
      space();
      expect(']');
    }
    return new Tree.Items(items, position);
  }

  private Tree scalar(Tree.Position position) {
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (number.lookingAt()) {
      at = number.end();
      return new Tree.Scalar(Tree.Kind.NUMBER, number.group(), number.group(), position);
    }
    Matcher word = WORD.matcher(text).region(at, text.length());
    String found = word.lookingAt() ? word.group() : "";
    Tree.Kind kind =
        switch (found) {
          case "true", "false" -> Tree.Kind.BOOL;
          case "null" -> Tree.Kind.NULL;
          default -> throw wrong("expected a value");
        };
    at = word.end();
    return new Tree.Scalar(kind, found, found, position);
  }

  private String string() {
    expect('"');
    StringBuilder result = new StringBuilder();
    while (true) {
      int start = at;
      while (at < text.length() && text.charAt(at) >= ' ' && !isSpecial(text.charAt(at))) {
        at++;
      }
      result.append(text, start, at);
      if (at == text.length() || text.charAt(at) < ' ') {
        throw wrong("a text has no end");
      }
      if (text.charAt(at++) == '"') {
        return result.toString();
      }
      result.append(escape());
    }
  }

  private static boolean isSpecial(char c) {
    return c == '"' || c == '\\';
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '"', '\\', '/' -> c;
      case 'u' -> {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
          throw wrong("expected four hexadecimal digits");
        }
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> throw wrong("unknown escape \\" + c);
    };
  }

  private boolean next(char c) {
    space();
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("expected " + c);
    }
    at++;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      if (text.charAt(at++) == '\n') {
        line++;
        lineStart = at;
      }
    }
  }

  private Tree.Position position() {
    return new Tree.Position(line, at - lineStart + 1);
  }

  private ConfigException wrong(String problem) {
    return new ConfigException(name + ":" + position() + ": not JSON: " + problem + ".");
  }
}
