package io.proxywasm.sdk;

/**
 * Writes a message of Protocol Buffers field by field, for gRPC and for what hosts want in this
 * form. Fields may be written in any order; repeated ones one after the other.
 */
public final class ProtobufWriter {
  private byte[] bytes = new byte[64];
  private int size;

  /** Makes one that has nothing yet. */
  public ProtobufWriter() {}

  /** Writes an integer, bool or enum (int32, int64, uint32, uint64, bool). */
  public ProtobufWriter number(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  /** Writes a bool. */
  public ProtobufWriter flag(int field, boolean value) {
    return number(field, value ? 1 : 0);
  }

  /** Writes a signed integer of the types sint32 and sint64. */
  public ProtobufWriter signed(int field, long value) {
    return number(field, value << 1 ^ value >> 63);
  }

  /** Writes a fixed64, sfixed64. */
  public ProtobufWriter fixed64(int field, long value) {
    varint((long) field << 3 | 1);
    fixed(value, 8);
    return this;
  }

  /** Writes a fixed32, sfixed32. */
  public ProtobufWriter fixed32(int field, int value) {
    varint((long) field << 3 | 5);
    fixed(value, 4);
    return this;
  }

  /** Writes a double. */
  public ProtobufWriter real(int field, double value) {
    return fixed64(field, Double.doubleToRawLongBits(value));
  }

  /** Writes a string, in UTF-8. */
  public ProtobufWriter text(int field, String value) {
    return bytes(field, Bytes.utf8(value));
  }

  /** Writes bytes. */
  public ProtobufWriter bytes(int field, Bytes value) {
    varint((long) field << 3 | 2);
    int length = value.length();
    varint(length);
    reserve(length);
    for (int i = 0; i < length; i++) {
      bytes[size++] = value.get(i);
    }
    return this;
  }

  /** Writes a message inside this one. */
  public ProtobufWriter message(int field, ProtobufWriter value) {
    return bytes(field, value.toBytes());
  }

  private void varint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void fixed(long value, int count) {
    reserve(count);
    for (int i = 0; i < count; i++) {
      bytes[size++] = (byte) (value >> 8 * i);
    }
  }

  private void reserve(int count) {
    if (size + count > bytes.length) {
      byte[] longer = new byte[Math.max(2 * bytes.length, size + count)];
      System.arraycopy(bytes, 0, longer, 0, size);
      bytes = longer;
    }
  }

  /** Returns a view of what was written so far; writing more does not change it. */
  public Bytes toBytes() {
    return new ArrayBytes(bytes, 0, size);
  }
}
