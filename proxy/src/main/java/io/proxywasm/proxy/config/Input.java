package io.proxywasm.proxy.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A value in the file and its path. Reads it by the rules of protobuf's JSON. */
final class Input {
  private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z_][a-zA-Z_0-9]*");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(?:\\.([0-9]{1,9}))?s");
  private static final int LONGEST_NUMBER = 50;

  private final Reading reading;
  private final Tree tree;
  private final @Nullable Input parent;
  private final String key;

  /** The file itself. */
  Input(Reading reading, Tree tree) {
    this(reading, tree, null, "");
  }

  /** A part; the key of a list's item is its number in brackets. */
  private Input(Reading reading, Tree tree, @Nullable Input parent, String key) {
    this.reading = reading;
    this.tree = tree;
    this.parent = parent;
    this.key = key;
  }

  Reading reading() {
    return reading;
  }

  Tree tree() {
    return tree;
  }

  /** The last part of the path. */
  String key() {
    return key;
  }

  private String path() {
    return parent == null ? "" : parent.join(key);
  }

  private String join(String part) {
    String path = path();
    if (part.startsWith("[") && tree instanceof Tree.Items) {
      return path + part;
    }
    if (!IDENTIFIER.matcher(part).matches()) {
      return path + "[\"" + part + "\"]";
    }
    return path.isEmpty() ? part : path + "." + part;
  }

  boolean isNull() {
    return tree instanceof Tree.Scalar scalar && scalar.kind() == Tree.Kind.NULL;
  }

  ConfigException wrong(String problem) {
    return reading.wrong(tree, path(), problem);
  }

  /** A problem of a part that may not be there. */
  ConfigException wrongAt(String part, String problem) {
    return reading.wrong(tree, join(part), problem);
  }

  private ConfigException mustBe(String what) {
    return wrong("must be " + what + ", but is " + tree.describe());
  }

  String text() {
    if (!(tree instanceof Tree.Scalar scalar) || scalar.kind() == Tree.Kind.NULL) {
      throw mustBe("a text");
    }
    if (scalar.kind() != Tree.Kind.TEXT) {
      throw wrong(
          String.format(
              "must be a text, but %s without quotes is %s: write \"%s\"",
              scalar.written(), scalar.describe(), scalar.written()));
    }
    return scalar.text();
  }

  boolean bool() {
    if (tree instanceof Tree.Scalar scalar
        && (scalar.text().equals("true") || scalar.text().equals("false"))) {
      return scalar.text().equals("true");
    }
    throw mustBe("true or false");
  }

  /** A whole number; one above the greatest int, which only means "no limit", becomes that. */
  int uint32(long min, long max) {
    try {
      long number = new BigDecimal(numeral("a whole number")).longValueExact();
      if (number < min || number > max) {
        throw wrong("must be a number from " + min + " to " + max + ", but is " + number);
      }
      return (int) Math.min(number, Integer.MAX_VALUE);
    } catch (ArithmeticException | NumberFormatException e) {
      throw mustBe("a whole number");
    }
  }

  long int64() {
    try {
      return new BigDecimal(numeral("a whole number")).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw mustBe("a whole number");
    }
  }

  private String numeral(String what) {
    if (tree instanceof Tree.Scalar scalar
        && (scalar.kind() == Tree.Kind.NUMBER || scalar.kind() == Tree.Kind.TEXT)
        && scalar.text().length() < LONGEST_NUMBER) {
      return scalar.text();
    }
    throw mustBe(what);
  }

  Duration duration() {
    if (tree instanceof Tree.Scalar scalar && scalar.kind() == Tree.Kind.TEXT) {
      var matcher = DURATION.matcher(scalar.text());
      if (matcher.matches()) {
        String fraction = matcher.group(2) == null ? "" : matcher.group(2);
        String nanos = fraction.concat("0".repeat(9 - fraction.length()));
        return Duration.ofSeconds(Long.parseLong(matcher.group(1)), Long.parseLong(nanos));
      }
    }
    throw mustBe("a duration in seconds such as 1.5s");
  }

  Bytes base64() {
    String text = text();
    try {
      boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
      Base64.Decoder decoder = url ? Base64.getUrlDecoder() : Base64.getDecoder();
      return Bytes.of(decoder.decode(text));
    } catch (IllegalArgumentException e) {
      throw wrong("must be bytes in Base64: " + e.getMessage());
    }
  }

  Value value() {
    if (tree instanceof Tree.Fields) {
      return struct();
    }
    if (tree instanceof Tree.Items) {
      return new Value.Items(items().stream().map(Input::value).toList());
    }
    Tree.Scalar scalar = (Tree.Scalar) tree;
    return switch (scalar.kind()) {
      case NULL -> new Value.Null();
      case BOOL -> new Value.Bool(bool());
      case NUMBER -> new Value.Num(number(scalar));
      case TEXT -> new Value.Text(scalar.text());
    };
  }

  private double number(Tree.Scalar scalar) {
    double number = Double.parseDouble(scalar.text());
    if (Double.isInfinite(number)) {
      throw mustBe("a number that a double can hold");
    }
    return number;
  }

  Value.Struct struct() {
    Map<String, Value> values = new LinkedHashMap<>();
    fields().forEach((key, field) -> values.put(key, field.value()));
    return new Value.Struct(values);
  }

  /** The items of a list; a single value is a list of itself, as Envoy has it. */
  List<Input> items() {
    if (!(tree instanceof Tree.Items items)) {
      return List.of(this);
    }
    List<Input> result = new ArrayList<>();
    for (Tree item : items.values()) {
      String index = "[".concat(Integer.toString(result.size())).concat("]");
      result.add(new Input(reading, item, this, index));
    }
    return result;
  }

  Map<String, Input> fields() {
    if (!(tree instanceof Tree.Fields fields)) {
      throw mustBe("an object");
    }
    Map<String, Input> result = new LinkedHashMap<>();
    for (Map.Entry<String, Tree> field : fields.values().entrySet()) {
      result.put(field.getKey(), new Input(reading, field.getValue(), this, field.getKey()));
    }
    return result;
  }
}
