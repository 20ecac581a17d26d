package io.proxywasm.json;

import java.util.Arrays;

/** Bytes that grow. */
final class Utf8Output {
  private byte[] bytes;
  private int length;

  Utf8Output(int capacity) {
    bytes = new byte[capacity];
  }

  int length() {
    return length;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  void put(int value) {
    if (length == bytes.length) {
      reserve(1);
    }
    bytes[length++] = (byte) value;
  }

  private void reserve(int more) {
    bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * length + 16));
  }

  void put(byte[] source, int from, int to) {
    if (length + to - from > bytes.length) {
      reserve(to - from);
    }
    System.arraycopy(source, from, bytes, length, to - from);
    length += to - from;
  }

  /** Writes ASCII. */
  void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  /** Writes UTF-8; half a surrogate pair becomes a question mark. */
  void text(String text) {
    for (int i = 0; i < text.length(); i++) {
      i = point(text, i);
    }
  }

  /** Writes the character at a position and returns the position of its last half. */
  int point(String text, int index) {
    int c = text.charAt(index);
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0 | c >> 6);
      put(0x80 | c & 0x3F);
    } else if (c >= 0xD800 && c < 0xE000) {
      int low = index + 1 < text.length() ? text.charAt(index + 1) : 0;
      if (c >= 0xDC00 || low < 0xDC00 || low > 0xDFFF) {
        put('?');
        return index;
      }
      int point = (c - 0xD7C0 << 10) + (low - 0xDC00);
      put(0xF0 | point >> 18);
      put(0x80 | point >> 12 & 0x3F);
      put(0x80 | point >> 6 & 0x3F);
      put(0x80 | point & 0x3F);
      return index + 1;
    } else {
      put(0xE0 | c >> 12);
      put(0x80 | c >> 6 & 0x3F);
      put(0x80 | c & 0x3F);
    }
    return index;
  }
}
