package io.proxywasm.json;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Cold;
import java.util.Arrays;

/**
 * Writes JSON without blanks, in UTF-8.
 *
 * <pre>{@code
 * Bytes json = new JsonWriter().beginObject().name("id").value(7).endObject().toBytes();
 * }</pre>
 *
 * <p>A call that would not make JSON throws an {@link IllegalStateException}.
 */
@Cold
public final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private final Utf8Output out = new Utf8Output(256);

  /** Of each level 1 in an object, 0 in an array. */
  private int[] objects = new int[8];

  private int depth;
  private boolean first = true;
  private boolean named;

  /** Makes a writer with nothing written. */
  public JsonWriter() {}

  /** Begins an object. */
  public JsonWriter beginObject() {
    return begin(true);
  }

  /** Ends an object. */
  public JsonWriter endObject() {
    return end(true);
  }

  /** Begins an array. */
  public JsonWriter beginArray() {
    return begin(false);
  }

  /** Ends an array. */
  public JsonWriter endArray() {
    return end(false);
  }

  private JsonWriter begin(boolean object) {
    value();
    out.put(object ? '{' : '[');
    depth++;
    if (depth == objects.length) {
      objects = Arrays.copyOf(objects, 2 * depth);
    }
    objects[depth] = object ? 1 : 0;
    first = true;
    return this;
  }

  private JsonWriter end(boolean object) {
    if (depth == 0 || inObject() != object || named) {
      throw new IllegalStateException("no " + (object ? "object" : "array") + " can end here");
    }
    out.put(object ? '}' : ']');
    depth--;
    first = false;
    return this;
  }

  /** Writes the name of the next member. */
  public JsonWriter name(String name) {
    if (depth == 0 || !inObject() || named) {
      throw new IllegalStateException("no member can begin here");
    }
    separate();
    string(name);
    out.put(':');
    named = true;
    return this;
  }

  /** Writes a text. */
  public JsonWriter value(String text) {
    value();
    string(text);
    return this;
  }

  /** Writes a whole number. */
  public JsonWriter value(long number) {
    value();
    integer(number);
    return this;
  }

  /**
   * Writes a number.
   *
   * @throws IllegalArgumentException if it is infinite or not a number
   */
  public JsonWriter value(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("JSON has no " + number);
    }
    value();
    out.ascii(Double.toString(number));
    return this;
  }

  /** Writes true or false. */
  public JsonWriter value(boolean value) {
    value();
    out.ascii(value ? "true" : "false");
    return this;
  }

  /** Writes null. */
  public JsonWriter nullValue() {
    value();
    out.ascii("null");
    return this;
  }

  /** Writes a value as it is, which has to be JSON: {@link JsonReader#nextRaw} gives such. */
  public JsonWriter raw(Bytes json) {
    value();
    byte[] bytes = json.toByteArray();
    out.put(bytes, 0, bytes.length);
    return this;
  }

  /** Writes the value that a reader reads next, as it stands there. */
  public JsonWriter copy(JsonReader reader) {
    value();
    JsonType unused = reader.peek();
    int start = reader.offset();
    reader.skipValue();
    out.put(reader.input(), start, reader.offset());
    return this;
  }

  /** Writes a tree. */
  public JsonWriter value(JsonValue tree) {
    tree.write(this);
    return this;
  }

  /** Writes a number as it is. */
  JsonWriter number(String digits) {
    value();
    out.ascii(digits);
    return this;
  }

  /** Returns how many bytes were written. */
  public int length() {
    return out.length();
  }

  /** Returns what was written. */
  public Bytes toBytes() {
    return Bytes.of(toByteArray());
  }

  /** Returns a copy of what was written. */
  public byte[] toByteArray() {
    if (depth > 0 || first) {
      throw new IllegalStateException("the value is not complete");
    }
    return out.toByteArray();
  }

  private void value() {
    if (depth == 0) {
      if (!first) {
        throw new IllegalStateException("there is a value already");
      }
    } else if (inObject()) {
      if (!named) {
        throw new IllegalStateException("the value has no name");
      }
    } else {
      separate();
    }
    named = false;
    first = false;
  }

  private boolean inObject() {
    return objects[depth] != 0;
  }

  private void separate() {
    if (!first) {
      out.put(',');
    }
    first = false;
  }

  private void string(String text) {
    out.put('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.put('\\');
        out.put(c);
      } else if (c >= ' ') {
        i = out.point(text, i);
      } else {
        control(c);
      }
    }
    out.put('"');
  }

  private void control(char c) {
    out.put('\\');
    int shortForm = "\b\f\n\r\t".indexOf(c);
    if (shortForm >= 0) {
      out.put("bfnrt".charAt(shortForm));
      return;
    }
    out.ascii("u00");
    out.put(HEX.charAt(c >> 4));
    out.put(HEX.charAt(c & 15));
  }

  private void integer(long number) {
    if (number < 0) {
      out.put('-');
    }
    long unit = number < 0 ? -1 : 1;
    while (number / unit > 9 || number / unit < -9) {
      unit *= 10;
    }
    for (; unit != 0; unit /= 10) {
      long digit = number / unit % 10;
      out.put('0' + (int) (digit < 0 ? -digit : digit));
    }
  }
}
