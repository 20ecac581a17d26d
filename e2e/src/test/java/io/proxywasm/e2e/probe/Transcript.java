package io.proxywasm.e2e.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.proxywasm.abi.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the probe logged, for people, and such that two hosts say the same: contexts are numbered in
 * the order in which they appear.
 */
public final class Transcript {
  private static final Set<String> VOLATILE =
      Set.of("date", "x-request-id", "x-envoy-upstream-service-time", "probe");

  private final Map<Integer, String> contexts = new HashMap<>();
  private final Map<Integer, String> calls = new HashMap<>();
  private Script.@Nullable Label called;

  /** The lines of a transcript. */
  public static List<String> of(List<String> said) {
    Transcript transcript = new Transcript();
    List<String> lines = new ArrayList<>();
    for (String line : said) {
      transcript.add(line, lines);
    }
    return lines;
  }

  private void add(String line, List<String> lines) {
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "@c" -> lines.add(callback(words));
      case "@r" -> {
        Script.Label label = Script.label(number(words[1]));
        int result = number(words[2]);
        called = label;
        lines.add(
            "  "
                + label.text()
                + " = "
                + (label.function().isWasi() ? "" + result : status(result)));
      }
      case "@d" -> {
        int last = lines.size() - 1;
        boolean pairs = called != null && called.function().parameters().indexOf('m') >= 0;
        lines.set(
            last,
            lines.get(last)
                + " "
                + (pairs
                    ? pairs(words[2])
                    : called != null && called.function().parameters().indexOf('h') >= 0
                        ? call(Integer.reverseBytes(number(words[2])))
                        : bytes(number(words[1]), words[2])));
      }
      case "@g" -> lines.add("  grow = " + number(words[1]));
      default -> lines.add("  " + printable(line));
    }
  }

  /** How the probe logs a callback. */
  public static String logged(Callback callback) {
    return String.format("@c %08x", callback.ordinal());
  }

  private String callback(String[] words) {
    Callback callback = Callback.values()[number(words[1])];
    String[] parameters = callback.parameters();
    StringBuilder text = new StringBuilder(callback.shortName()).append('(');
    for (int i = 0; i < parameters.length; i++) {
      int value = number(words[2 + i]);
      text.append(i == 0 ? "" : ", ");
      switch (parameters[i]) {
        case "ctx" -> text.append(context(value));
        case "parent" -> text.append("parent=").append(value == 0 ? "none" : context(value));
        case "call" -> text.append(call(value));
        case "queue" -> text.append("queue");
        default -> text.append(parameters[i]).append('=').append(value);
      }
    }
    return text.append(')').toString();
  }

  private String context(int id) {
    return contexts.computeIfAbsent(id, any -> "#" + (contexts.size() + 1));
  }

  /** Its type is in the two lowest bits. */
  private String call(int id) {
    return calls.computeIfAbsent(id, any -> "call " + (calls.size() + 1) + " of type " + (id & 3));
  }

  private static int number(String hex) {
    return Integer.parseUnsignedInt(hex, 16);
  }

  private static String status(int status) {
    return status >= 0 && status < Status.values().length
        ? Status.of(status).name()
        : Integer.toString(status);
  }

  /** Header pairs, without values that differ each time. */
  private static String pairs(String hex) {
    if (hex.isEmpty()) {
      return "none";
    }
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
    int count = bytes.getInt();
    int at = 4 + 8 * count;
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int nameSize = bytes.getInt();
      int valueSize = bytes.getInt();
      String name = new String(bytes.array(), at, nameSize, ISO_8859_1);
      String value = new String(bytes.array(), at + nameSize + 1, valueSize, ISO_8859_1);
      fields.add(field(name, value));
      at += nameSize + valueSize + 2;
    }
    return fields.toString();
  }

  /** A header, without its value when that differs each time. */
  public static String field(String name, String value) {
    return name + ": " + (VOLATILE.contains(name) ? "..." : printable(value));
  }

  private static String bytes(int size, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    String text = new String(bytes, ISO_8859_1);
    boolean readable = text.chars().filter(c -> c >= ' ' && c < 127).count() * 4 >= size * 3L;
    return size > 4 && readable || size == 0 ? "\"" + printable(text) + "\"" : "x" + hex;
  }

  public static String printable(String text) {
    StringBuilder result = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c >= ' ' && c != '"' && c != '\\' && c < 127) {
        result.append(c);
      } else {
        result.append(String.format("\\%02x", (int) c));
      }
    }
    return result.toString();
  }
}
