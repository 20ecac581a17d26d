package io.proxywasm.config;

import io.proxywasm.json.Json;
import io.proxywasm.json.JsonException;
import io.proxywasm.json.JsonPath;
import io.proxywasm.json.JsonReader;
import io.proxywasm.json.JsonType;
import io.proxywasm.json.JsonValue;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Cold;
import io.proxywasm.sdk.Digits;

/** What generated classes read with; plugins use those. */
@Cold
public final class ConfigReader {
  private static final int SHOWN = 64;

  private final JsonReader json;

  private ConfigReader(JsonReader json) {
    this.json = json;
  }

  /** Begins to read; no bytes at all are an empty object. */
  public static ConfigReader of(Bytes configuration) {
    byte[] json = configuration.isEmpty() ? new byte[] {'{', '}'} : configuration.toByteArray();
    return new ConfigReader(JsonReader.of(json));
  }

  /** Begins to read an empty object. */
  public static ConfigReader ofNothing() {
    return of(Bytes.empty());
  }

  /** Begins to read; an empty text is an empty object. */
  public static ConfigReader of(String configuration) {
    return new ConfigReader(JsonReader.of(configuration.isEmpty() ? "{}" : configuration));
  }

  /** Tells that the configuration is no JSON. */
  public static ConfigException noJson(JsonException wrong) {
    return new ConfigException(
        wrong.path(),
        "no JSON at line "
            + Digits.of(wrong.line())
            + ", column "
            + Digits.of(wrong.column())
            + ": "
            + wrong.reason());
  }

  /** Reads the beginning of an object. */
  public void beginObject(String expected) {
    expect(JsonType.OBJECT, expected);
    json.beginObject();
  }

  /** Reads the end of an object. */
  public void endObject() {
    json.endObject();
  }

  /** Reads the beginning of a list. */
  public void beginArray(String expected) {
    expect(JsonType.ARRAY, expected);
    json.beginArray();
  }

  /** Reads the end of a list. */
  public void endArray() {
    json.endArray();
  }

  /** Returns whether there is one more. */
  public boolean hasNext() {
    return json.hasNext();
  }

  /** Reads a name. */
  public String name() {
    return json.nextName();
  }

  /** Reads null if it is next. */
  public boolean isNull() {
    boolean isNull = json.peek() == JsonType.NULL;
    if (isNull) {
      json.nextNull();
    }
    return isNull;
  }

  /** Checks that nothing follows. */
  public void end() {
    json.end();
  }

  private void expect(JsonType type, String expected) {
    if (json.peek() != type) {
      throw next(expected);
    }
  }

  /** Reads a text. */
  public String string(String expected) {
    expect(JsonType.STRING, expected);
    return json.nextString();
  }

  /** Returns the text that was read last if an automaton matches it. */
  public String matching(String text, Automaton pattern, String expected) {
    if (!pattern.matches(text)) {
      throw wrong(text, expected);
    }
    return text;
  }

  /** Returns the text that was read last if its number of characters is in a range. */
  public String sized(String text, long min, long max, String expected) {
    if (text.length() < min || text.length() > max) {
      throw wrong(text, expected);
    }
    return text;
  }

  /** Reads any value. */
  public JsonValue json() {
    return Json.next(json);
  }

  /** Reads true or false. */
  public boolean bool() {
    expect(JsonType.BOOLEAN, "true or false");
    return json.nextBoolean();
  }

  /** Reads a whole number in a range. */
  public long integer(long min, long max, String expected) {
    expect(JsonType.NUMBER, expected);
    Bytes raw = json.nextRaw();
    try {
      long value = JsonReader.of(raw).nextLong();
      if (value >= min && value <= max) {
        return value;
      }
    } catch (JsonException notWhole) {
      // Told below.
    }
    throw at(json.path(), shortened(raw.utf8()), expected);
  }

  /** Reads a number that is not too large for a {@code double}. */
  public double number(String expected) {
    return number(-Double.MAX_VALUE, Double.MAX_VALUE, expected);
  }

  /** Reads a number in a range, and not too large for a {@code double}. */
  public double number(double min, double max, String expected) {
    expect(JsonType.NUMBER, expected);
    Bytes raw = json.nextRaw();
    double value = JsonReader.of(raw).nextDouble();
    if (value < min || value > max || Double.isInfinite(value)) {
      throw at(json.path(), shortened(raw.utf8()), expected);
    }
    return value;
  }

  /** Checks the size of the list or object that was read last. */
  public void size(int size, long min, long max, String expected) {
    if (size < min || size > max) {
      throw at(json.path(), "size " + Digits.of(size), expected);
    }
  }

  /** Checks that a field comes once. */
  public void once(boolean before) {
    if (before) {
      throw new ConfigException(json.path(), "the field comes twice");
    }
  }

  /** Tells that the next value is not what was expected. */
  private ConfigException next(String expected) {
    String path = json.path();
    JsonType type = json.peek();
    String value = json.nextRaw().utf8();
    path = type == JsonType.OBJECT || type == JsonType.ARRAY ? path : json.path();
    return at(path, shortened(value), expected);
  }

  /** Tells that the text that was read last is not what was expected. */
  public ConfigException wrong(String text, String expected) {
    return at(json.path(), "\"" + shortened(text) + "\"", expected);
  }

  /** Tells that the record that was read last does not take its values. */
  public ConfigException refused(IllegalArgumentException reason) {
    return new ConfigException(json.path(), String.valueOf(reason.getMessage()));
  }

  /** Tells that a field of the object that was read last is missing. */
  public ConfigException missing(String name, String expected) {
    return at(JsonPath.member(json.path(), name), "missing", expected);
  }

  /** Tells that the name that was read last is none of the object's. */
  public ConfigException unknown(String expected) {
    return at(json.path(), "unknown field", expected);
  }

  private static ConfigException at(String path, String value, String expected) {
    return new ConfigException(path, value + ": expected " + expected);
  }

  private static String shortened(String value) {
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
  }
}
