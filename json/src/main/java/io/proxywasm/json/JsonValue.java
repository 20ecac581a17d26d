package io.proxywasm.json;

import io.proxywasm.sdk.Bytes;

/** A value in a tree of JSON. */
public abstract sealed class JsonValue permits JsonObject, JsonArray, JsonScalar {
  JsonValue() {}

  /** Returns a text. */
  public static JsonValue of(String text) {
    return new JsonScalar(JsonType.STRING, text);
  }

  /** Returns a whole number. */
  public static JsonValue of(long number) {
    return new JsonScalar(JsonType.NUMBER, Long.toString(number));
  }

  /** Returns true or false. */
  public static JsonValue of(boolean value) {
    return new JsonScalar(JsonType.BOOLEAN, value ? "true" : "false");
  }

  /** Returns null. */
  public static JsonValue ofNull() {
    return new JsonScalar(JsonType.NULL, "null");
  }

  /** Returns what this is. */
  public abstract JsonType type();

  /** Returns whether this is null. */
  public final boolean isNull() {
    return type() == JsonType.NULL;
  }

  /**
   * Returns this object.
   *
   * @throws IllegalStateException if it is something else
   */
  public final JsonObject asObject() {
    if (this instanceof JsonObject object) {
      return object;
    }
    throw isNot("an object");
  }

  /**
   * Returns this array.
   *
   * @throws IllegalStateException if it is something else
   */
  public final JsonArray asArray() {
    if (this instanceof JsonArray array) {
      return array;
    }
    throw isNot("an array");
  }

  /**
   * Returns this text.
   *
   * @throws IllegalStateException if it is something else
   */
  public final String asString() {
    return scalar(JsonType.STRING, "a text");
  }

  /**
   * Returns this truth value.
   *
   * @throws IllegalStateException if it is something else
   */
  public final boolean asBoolean() {
    return scalar(JsonType.BOOLEAN, "true or false").equals("true");
  }

  /**
   * Returns this whole number of 64 bits.
   *
   * @throws IllegalStateException if it is something else
   */
  public final long asLong() {
    Decimal decimal = decimal("a whole number of 64 bits");
    if (!decimal.isLong()) {
      throw isNot("a whole number of 64 bits");
    }
    return decimal.toLong();
  }

  /**
   * Returns the {@code double} that is nearest to this number.
   *
   * @throws IllegalStateException if it is something else
   */
  public final double asDouble() {
    return decimal("a number").toDouble();
  }

  /**
   * Returns this number as it was written, of any size.
   *
   * @throws IllegalStateException if it is something else
   */
  public final String asNumber() {
    return scalar(JsonType.NUMBER, "a number");
  }

  private Decimal decimal(String what) {
    String text = scalar(JsonType.NUMBER, what);
    byte[] digits = new byte[text.length()];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (byte) text.charAt(i);
    }
    return new Decimal(digits, 0, digits.length);
  }

  private String scalar(JsonType type, String what) {
    if (this instanceof JsonScalar scalar && scalar.type() == type) {
      return scalar.text();
    }
    throw isNot(what);
  }

  private IllegalStateException isNot(String what) {
    return new IllegalStateException("expected " + what + ", found " + describe());
  }

  abstract String describe();

  abstract void write(JsonWriter writer);

  /** Returns this as JSON. */
  public final Bytes toBytes() {
    return new JsonWriter().value(this).toBytes();
  }

  /** Returns this as JSON. */
  @Override
  public final String toString() {
    return toBytes().utf8();
  }
}
