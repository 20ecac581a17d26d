package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;

/** Writes fields in protobuf's binary form; texts are bytes, one per char. */
final class ProtoWriter {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A text; an empty one is left out. */
  void text(int field, String chars) {
    if (!chars.isEmpty()) {
      presentText(field, chars);
    }
  }

  /** A text, written even when it is empty. */
  void presentText(int field, String chars) {
    message(field, chars.getBytes(ISO_8859_1));
  }

  /** Bytes; none are left out. */
  void bytes(int field, byte[] value) {
    if (value.length > 0) {
      message(field, value);
    }
  }

  /** A message, or bytes, written even when empty. */
  void message(int field, byte[] encoded) {
    varint((long) field << 3 | LENGTH);
    varint(encoded.length);
    out.writeBytes(encoded);
  }

  /** A boolean; false is left out. */
  void bool(int field, boolean value) {
    if (value) {
      presentVarint(field, 1);
    }
  }

  /** A number, written even when it is 0. */
  void presentVarint(int field, long value) {
    varint((long) field << 3 | VARINT);
    varint(value);
  }

  /** A double, written even when it is 0. */
  void presentDouble(int field, double value) {
    varint((long) field << 3 | FIXED64);
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 0; shift < 64; shift += 8) {
      out.write((int) (bits >> shift));
    }
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
