package io.proxywasm.wasm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;

/**
 * A growing array with the number and text encodings of the binary format, each in its shortest
 * form.
 */
final class Output {
  private byte[] bytes = {};
  private int length;

  Output u8(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  Output u32(long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      u8((int) rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    return u8((int) rest);
  }

  Output signed(long value) {
    long rest = value;
    while (rest < -64 || rest > 63) {
      u8((int) rest & 0x7f | 0x80);
      rest >>= 7;
    }
    return u8((int) rest & 0x7f);
  }

  Output bytes(Bytes value) {
    reserve(value.length());
    value.copyTo(bytes, length);
    length += value.length();
    return this;
  }

  Output name(String value) {
    return sized(Bytes.wrap(value.getBytes(StandardCharsets.UTF_8)));
  }

  Output sized(Bytes value) {
    return u32(value.length()).bytes(value);
  }

  <T> Output vector(Collection<T> items, BiConsumer<? super T, Output> writer) {
    u32(items.size());
    items.forEach(item -> writer.accept(item, this));
    return this;
  }

  int length() {
    return length;
  }

  Bytes toBytes() {
    return Bytes.wrap(toByteArray());
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes,
              (int)
                  Math.min(
                      Integer.MAX_VALUE - 8L, Math.max(needed, Math.max(16, bytes.length * 2L))));
    }
  }
}
