package io.proxywasm.host.engine;

import java.io.ByteArrayOutputStream;

/** Writes the instructions of a function. */
final class Code {
  /** A block type that takes and leaves nothing. */
  static final int EMPTY = 0x40;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  static Code of() {
    return new Code();
  }

  Code raw(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }

  Code number(long value) {
    writeUnsigned(bytes, value);
    return this;
  }

  Code i32(int value) {
    raw(0x41);
    writeSigned(bytes, value);
    return this;
  }

  Code i64(long value) {
    raw(0x42);
    writeSigned(bytes, value);
    return this;
  }

  Code local(int index) {
    return raw(0x20).number(index);
  }

  Code global(int index) {
    return raw(0x23).number(index);
  }

  Code setGlobal(int index) {
    return raw(0x24).number(index);
  }

  Code call(int function) {
    return raw(0x10).number(function);
  }

  Code drop() {
    return raw(0x1a);
  }

  Code add() {
    return raw(0x6a);
  }

  Code loadInt(int offset) {
    return raw(0x28, 0).number(offset);
  }

  Code loadLong(int offset) {
    return raw(0x29, 0).number(offset);
  }

  Code storeInt(int offset) {
    return raw(0x36, 0).number(offset);
  }

  Code loop() {
    return raw(0x03, EMPTY);
  }

  Code branch(int depth) {
    return raw(0x0c).number(depth);
  }

  Code end() {
    return raw(0x0b);
  }

  Code unreachable() {
    return raw(0x00);
  }

  /** A loop without an end. */
  Code forever() {
    return loop().branch(0).end();
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  static void writeUnsigned(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      out.write((int) rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  static void writeSigned(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest < -64 || rest > 63) {
      out.write((int) rest & 0x7f | 0x80);
      rest >>= 7;
    }
    out.write((int) rest & 0x7f);
  }
}
