package io.proxywasm.json;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Cold;
import io.proxywasm.sdk.Digits;
import java.util.Arrays;

/**
 * Reads JSON value by value, without making a tree.
 *
 * <pre>{@code
 * JsonReader in = JsonReader.of(body.get());
 * in.beginObject();
 * while (in.hasNext()) {
 *   switch (in.nextName()) {
 *     case "id" -> id = in.nextLong();
 *     default -> in.skipValue();
 *   }
 * }
 * in.endObject();
 * in.end();
 * }</pre>
 *
 * <p>Each method throws a {@link JsonException} where something else stands there, and where it is
 * no JSON: strictly RFC 8259 in strictly UTF-8, no lone surrogates, no byte order mark. Nesting is
 * limited, so hostile input costs no more than its length. A name may come twice in one object;
 * {@link Json#parse} refuses that.
 */
@Cold
public final class JsonReader {
  /** How deep values may be nested unless {@link #maxDepth} says otherwise. */
  public static final int DEFAULT_MAX_DEPTH = 64;

  private static final int SHOWN = 48;

  private final byte[] input;
  private int at;

  private int maxDepth = DEFAULT_MAX_DEPTH;
  private int depth;

  /** How many values began on each level. */
  private int[] counts = new int[8];

  /** Where the name stands that was read last on each level; in arrays -1. */
  private int[] names = new int[8];

  /** Whether what is before the next member or element was read. */
  private boolean separated;

  /** Whether the name of the next value was read. */
  private boolean named;

  /** Where the value or name begins that was read last. */
  private int last;

  private JsonReader(byte[] input) {
    this.input = input;
  }

  /** Reads a copy of bytes, which need not stay valid. */
  public static JsonReader of(Bytes json) {
    return new JsonReader(json.toByteArray());
  }

  /** Reads an array, which is not copied and must not change meanwhile. */
  public static JsonReader of(byte[] json) {
    return new JsonReader(json);
  }

  /** Reads a text; positions are those in its UTF-8 form. */
  public static JsonReader of(String json) {
    Utf8Output out = new Utf8Output(json.length() + 16);
    out.text(json);
    return new JsonReader(out.toByteArray());
  }

  /**
   * Sets how deep values may be nested, 1 to 512.
   *
   * @throws IllegalArgumentException if it is another number
   */
  public JsonReader maxDepth(int limit) {
    if (limit < 1 || limit > 512) {
      throw new IllegalArgumentException("a depth of " + Digits.of(limit) + " is not 1 to 512");
    }
    maxDepth = limit;
    return this;
  }

  /** Returns what the next value is, without reading it. */
  public JsonType peek() {
    prepare();
    int c = byteAt(at);
    return switch (c) {
      case '{' -> JsonType.OBJECT;
      case '[' -> JsonType.ARRAY;
      case '"' -> JsonType.STRING;
      case 't', 'f' -> JsonType.BOOLEAN;
      case 'n' -> JsonType.NULL;
      default -> {
        if (c == '-' || isDigit(c)) {
          yield JsonType.NUMBER;
        }
        throw expected("a value");
      }
    };
  }

  /** Reads the beginning of an object. */
  public void beginObject() {
    begin('{', "an object");
  }

  /** Reads the end of an object, all members of which were read. */
  public void endObject() {
    end(true, '}');
  }

  /** Reads the beginning of an array. */
  public void beginArray() {
    begin('[', "an array");
  }

  /** Reads the end of an array, all elements of which were read. */
  public void endArray() {
    end(false, ']');
  }

  private void begin(char bracket, String what) {
    prepare();
    if (byteAt(at) != bracket) {
      throw expected(what);
    }
    open(bracket);
  }

  /** Goes behind the bracket that stands here. */
  private void open(int bracket) {
    if (depth == maxDepth) {
      throw error(at, "nested deeper than " + Digits.of(maxDepth) + " levels");
    }
    value();
    at++;
    depth++;
    if (depth == counts.length) {
      counts = Arrays.copyOf(counts, 2 * depth);
      names = Arrays.copyOf(names, 2 * depth);
    }
    names[depth] = bracket == '{' ? 0 : -1;
    counts[depth] = 0;
  }

  private void end(boolean object, char bracket) {
    if (depth == 0 || inObject() != object || named) {
      throw new IllegalStateException("no " + (object ? "object" : "array") + " can end here");
    }
    if (hasNext()) {
      throw expectedClose(bracket);
    }
    at++;
    depth--;
    separated = false;
  }

  private JsonException expectedClose(char bracket) {
    return expected("'" + bracket + "'");
  }

  private boolean inObject() {
    return names[depth] >= 0;
  }

  /** Returns whether the object or array that was begun last has one more member or element. */
  public boolean hasNext() {
    if (depth == 0 || named) {
      throw new IllegalStateException("not in an object or array");
    }
    if (separated) {
      return true;
    }
    int c = space();
    if (c == (inObject() ? '}' : ']')) {
      return false;
    }
    separate(c);
    return true;
  }

  /** Goes behind the comma, where there must be one, to the member or element behind it. */
  private void separate(int separator) {
    int c = separator;
    if (counts[depth] > 0) {
      if (c != ',') {
        throw expected(inObject() ? "',' or '}'" : "',' or ']'");
      }
      at++;
      c = space();
    }
    if (c != '"' && inObject()) {
      throw expected(counts[depth] > 0 ? "a name in quotes" : "a name in quotes or '}'");
    }
    separated = true;
  }

  /** Reads the name of the next member. */
  public String nextName() {
    int start = name();
    return StringText.read(this, start);
  }

  /** Reads a name and returns where it begins. */
  private int name() {
    if (depth == 0 || !inObject() || named || !hasNext()) {
      throw new IllegalStateException("no member is next");
    }
    return member();
  }

  /** Reads the name that stands here, and the colon behind it. */
  private int member() {
    int start = at;
    at = string(start);
    last = start;
    names[depth] = start;
    counts[depth]++;
    if (space() != ':') {
      throw expected("':'");
    }
    at++;
    separated = false;
    named = true;
    return start;
  }

  /** Reads a text. */
  public String nextString() {
    prepare();
    if (byteAt(at) != '"') {
      throw expected("a text");
    }
    value();
    at = string(at);
    return StringText.read(this, last);
  }

  /** Reads true or false. */
  public boolean nextBoolean() {
    prepare();
    int c = byteAt(at);
    if (c != 't' && c != 'f') {
      throw expected("true or false");
    }
    literal(c == 't' ? "true" : "false");
    return c == 't';
  }

  /** Reads null. */
  public void nextNull() {
    prepare();
    if (byteAt(at) != 'n') {
      throw expected("null");
    }
    literal("null");
  }

  /** Reads a whole number from -2147483648 to 2147483647, without fraction and exponent. */
  public int nextInt() {
    long value = nextLong("a whole number of 32 bits");
    if (value != (int) value) {
      at = last;
      throw expected("a whole number of 32 bits");
    }
    return (int) value;
  }

  /** Reads a whole number of 64 bits with a sign, without fraction and exponent. */
  public long nextLong() {
    return nextLong("a whole number of 64 bits");
  }

  private long nextLong(String what) {
    int start = number(what);
    boolean negative = input[start] == '-';
    long value = 0;
    for (int i = negative ? start + 1 : start; i < at; i++) {
      int digit = input[i] - '0';
      if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
        at = start;
        throw expected(what);
      }
      value = 10 * value - digit; // Below zero there is one more.
    }
    if (!negative && value == Long.MIN_VALUE) {
      at = start;
      throw expected(what);
    }
    return negative ? value : -value;
  }

  /** Reads a number as the nearest {@code double}; one that is too large is infinite. */
  public double nextDouble() {
    int start = number("a number");
    return new Decimal(input, start, at).toDouble();
  }

  /** Reads a number of any size and returns it as it stands there. */
  public String nextNumber() {
    int start = number("a number");
    return ascii(start, at);
  }

  private int number(String what) {
    prepare();
    int start = at;
    skipNumber(what);
    return start;
  }

  /** Reads a value of any kind, checks that it is JSON, and forgets it. */
  public void skipValue() {
    prepare();
    int base = depth;
    int c = byteAt(at);
    do {
      skipOne(c);
      while (depth > base) {
        c = space();
        boolean object = inObject();
        if (c == (object ? '}' : ']')) {
          at++;
          depth--;
          continue;
        }
        separate(c);
        if (object) {
          member();
        }
        c = space();
        break;
      }
    } while (depth > base);
  }

  /** Reads the value that stands here, or of an object or array the beginning. */
  private void skipOne(int c) {
    if (c == '"') {
      value();
      at = string(at);
    } else if (c == '{' || c == '[') {
      open(c);
    } else if (c == 't') {
      literal("true");
    } else if (c == 'f') {
      literal("false");
    } else if (c == 'n') {
      literal("null");
    } else {
      skipNumber("a value");
    }
  }

  /** Reads a value of any kind, checks that it is JSON, and returns it as it stands there. */
  public Bytes nextRaw() {
    prepare();
    int start = at;
    skipValue();
    return Bytes.of(input).slice(start, at);
  }

  /** Checks that nothing but blanks follows. */
  public void end() {
    if (depth > 0 || counts[0] == 0) {
      throw new IllegalStateException("the value is not read yet");
    }
    space();
    if (at < input.length) {
      throw expected("the end");
    }
  }

  /**
   * Returns where the reader is, like {@code $.limits[2].rate}: at the value that was read last, or
   * whose name was read last, or that {@link #hasNext} found.
   */
  public String path() {
    String path = "$";
    for (int level = 1; level <= depth; level++) {
      if (names[level] >= 0) {
        if (counts[level] > 0) {
          path = JsonPath.member(path, StringText.read(this, names[level]));
        }
      } else {
        int next = level == depth && separated ? 0 : 1;
        path = JsonPath.element(path, Math.max(counts[level] - next, 0));
      }
    }
    return path;
  }

  /** Returns how many bytes were read. */
  public int offset() {
    return at;
  }

  /** Makes the exception that something is wrong with the value or name that was read last. */
  public JsonException error(String reason) {
    return error(last, reason);
  }

  private JsonException error(int offset, String reason) {
    at = offset;
    int line = 1;
    int start = 0;
    for (int i = 0; i < at; i++) {
      if (input[i] == '\n') {
        line++;
        start = i + 1;
      }
    }
    return new JsonException(path(), reason, at, line, at - start + 1);
  }

  private JsonException expected(String what) {
    return error(at, "expected " + what + ", found " + found());
  }

  /** A word, a character, or what cannot be shown. */
  private String found() {
    if (at >= input.length) {
      return "the end";
    }
    int c = input[at];
    int end = at;
    while (end - at < SHOWN && isWord(byteAt(end))) {
      end++;
    }
    if (end > at) {
      return ascii(at, end);
    }
    return c > ' ' ? "'" + (char) c + "'" : "byte " + Digits.of(c & 0xFF);
  }

  private static boolean isWord(int c) {
    return c == '"'
        || c == '-'
        || c == '.'
        || c == '_'
        || isDigit(c)
        || (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  private String ascii(int from, int to) {
    char[] text = new char[to - from];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) input[from + i];
    }
    return new String(text);
  }

  /** Goes to where the next value begins. */
  private void prepare() {
    if (depth == 0) {
      if (counts[0] > 0) {
        throw new IllegalStateException("the value is read already");
      }
    } else if (inObject()) {
      if (!named) {
        throw new IllegalStateException("the name of the value is not read yet");
      }
    } else if (!hasNext()) {
      throw expected("a value");
    }
    space();
  }

  /** Notes that a value begins. */
  private void value() {
    if (depth == 0 || !inObject()) {
      counts[depth]++;
    }
    last = at;
    separated = false;
    named = false;
  }

  /** Goes behind blanks, and returns what stands there. */
  private int space() {
    byte[] bytes = input;
    int i = at;
    while (i < bytes.length) {
      int c = bytes[i];
      if (c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        at = i;
        return c;
      }
      i++;
    }
    at = i;
    return -1;
  }

  private void literal(String word) {
    value();
    int start = at;
    for (int i = 0; i < word.length(); i++, at++) {
      if (byteAt(at) != word.charAt(i)) {
        at = start;
        throw expected(word);
      }
    }
  }

  private void skipNumber(String what) {
    int start = at;
    int c = byteAt(start);
    if (c != '-' && !isDigit(c)) {
      throw expected(what);
    }
    value();
    int first = c == '-' ? start + 1 : start;
    int i = digits(first);
    if (i > first + 1 && input[first] == '0') {
      throw error(start, "a number must not begin with 0");
    }
    if (byteAt(i) == '.') {
      i = digits(i + 1);
    }
    if ((byteAt(i) | 0x20) == 'e') {
      i++;
      i = digits(byteAt(i) == '+' || byteAt(i) == '-' ? i + 1 : i);
    }
    at = i;
  }

  /** Checks that there is a digit, and returns where the digits end. */
  private int digits(int start) {
    int i = start;
    while (isDigit(byteAt(i))) {
      i++;
    }
    if (i == start) {
      at = i;
      throw expected("a digit");
    }
    return i;
  }

  /**
   * The byte at a position, or -1 at the end, and for the byte 0xFF, which stands nowhere in JSON.
   */
  private int byteAt(int index) {
    return index < input.length ? input[index] : -1;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Checks each byte of a string, and returns where it ends. */
  private int string(int quote) {
    byte[] bytes = input;
    int i = quote + 1;
    while (i < bytes.length) {
      int c = bytes[i];
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\') {
        i = escape(i);
      } else if (c >= ' ') {
        i++;
      } else if (c >= 0) {
        throw error(i, "a control character in a text must be escaped");
      } else {
        i = sequence(i);
      }
    }
    throw error(i, "expected '\"', found the end");
  }

  /** Checks an escape and returns where it ends. */
  private int escape(int start) {
    int c = byteAt(start + 1);
    if (c != 'u') {
      if ("\"\\/bfnrt".indexOf(c) < 0) {
        throw error(start, "no escape that JSON knows");
      }
      return start + 2;
    }
    int unit = unit(start);
    if (unit < 0xD800 || unit > 0xDFFF) {
      return start + 6;
    }
    boolean pair = unit < 0xDC00 && byteAt(start + 6) == '\\' && byteAt(start + 7) == 'u';
    int low = pair ? unit(start + 6) : 0;
    if (low < 0xDC00 || low > 0xDFFF) {
      throw error(start, "half a surrogate pair");
    }
    return start + 12;
  }

  /** Returns the code unit of an escape with u. */
  int unit(int start) {
    int value = 0;
    for (int i = start + 2; i < start + 6; i++) {
      int digit = hex(byteAt(i));
      if (digit < 0) {
        throw error(start, "expected four hexadecimal digits");
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static int hex(int c) {
    if (isDigit(c)) {
      return c - '0';
    }
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  /** Checks a sequence of UTF-8 of several bytes and returns where it ends. */
  private int sequence(int start) {
    int first = input[start] & 0xFF;
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || start + length > input.length) {
      throw error(start, "no UTF-8");
    }
    int second = input[start + 1] & 0xFF;
    int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    boolean valid = second >= low && second <= high;
    for (int i = start + 2; i < start + length; i++) {
      valid &= (input[i] & 0xC0) == 0x80;
    }
    if (!valid) {
      throw error(start, "no UTF-8");
    }
    return start + length;
  }

  byte[] input() {
    return input;
  }
}
