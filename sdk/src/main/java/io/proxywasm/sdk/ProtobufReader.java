package io.proxywasm.sdk;

/**
 * Reads a message of Protocol Buffers field by field. Fields that are not asked for are skipped.
 *
 * <pre>{@code
 * ProtobufReader reader = new ProtobufReader(message);
 * while (reader.next()) {
 *   if (reader.field() == 1) {
 *     name = reader.text();
 *   }
 * }
 * }</pre>
 */
public final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED_32 = 5;

  private final Bytes in;
  private int at;
  private int field;
  private int type;
  private long number;
  private int start;

  /** Makes one that is before the first field. */
  public ProtobufReader(Bytes message) {
    in = message;
  }

  /**
   * Goes to the next field; false when there is none.
   *
   * @throws IllegalArgumentException if the message is malformed
   */
  public boolean next() {
    if (at == in.length()) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    type = (int) tag & 7;
    switch (type) {
      case VARINT -> number = varint();
      case FIXED_64 -> number = fixed(8);
      case FIXED_32 -> number = fixed(4);
      case LENGTH -> {
        long length = varint();
        if (length < 0 || length > in.length() - at) {
          throw malformed();
        }
        start = at;
        at += (int) length;
      }
      default -> throw malformed();
    }
    if (field == 0) {
      throw malformed();
    }
    return true;
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "malformed message of Protocol Buffers before byte " + Digits.of(at));
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64 && at < in.length(); shift += 7) {
      byte part = in.get(at++);
      value |= (part & 0x7FL) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw malformed();
  }

  private long fixed(int count) {
    if (count > in.length() - at) {
      throw malformed();
    }
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (in.get(at++) & 0xFFL) << 8 * i;
    }
    return value;
  }

  /** Returns the number of the field. */
  public int field() {
    return field;
  }

  /**
   * Returns a number (int32, int64, uint32, uint64, enum, fixed and sfixed).
   *
   * @throws IllegalArgumentException if the field is no number
   */
  public long number() {
    if (type == LENGTH) {
      throw wrongType("number");
    }
    return number;
  }

  /**
   * Returns a number of the types sint32 and sint64.
   *
   * @throws IllegalArgumentException if the field is no number
   */
  public long signed() {
    long value = number();
    return value >>> 1 ^ -(value & 1);
  }

  /**
   * Returns a bool.
   *
   * @throws IllegalArgumentException if the field is no number
   */
  public boolean flag() {
    return number() != 0;
  }

  /**
   * Returns a double.
   *
   * @throws IllegalArgumentException if the field has not 8 bytes
   */
  public double real() {
    if (type != FIXED_64) {
      throw wrongType("double");
    }
    return Double.longBitsToDouble(number);
  }

  /**
   * Returns bytes, or a message inside this one, not copied.
   *
   * @throws IllegalArgumentException if the field has no bytes
   */
  public Bytes bytes() {
    if (type != LENGTH) {
      throw wrongType("bytes");
    }
    return in.slice(start, at);
  }

  /**
   * Returns a string.
   *
   * @throws IllegalArgumentException if the field has no bytes
   */
  public String text() {
    return bytes().utf8();
  }

  private IllegalArgumentException wrongType(String wanted) {
    return new IllegalArgumentException("field " + Digits.of(field) + " is no " + wanted);
  }
}
