package io.proxywasm.web;

/** Takes bytes one by one, and only UTF-8. */
final class Utf8Decoder {
  private final char[] text;
  private int length;
  private int point;
  private int missing;
  private int low = 0x80;
  private int high = 0xBF;

  Utf8Decoder(int most) {
    text = new char[most];
  }

  String text() {
    return new String(text, 0, length);
  }

  /** Takes a character that stands for itself. */
  void append(char c) {
    text[length++] = c;
  }

  boolean isComplete() {
    return missing == 0;
  }

  /** Returns false if the byte cannot follow. */
  boolean add(int value) {
    if (missing > 0) {
      if (value < low || value > high) {
        return false;
      }
      low = 0x80;
      high = 0xBF;
      point = point << 6 | value & 0x3F;
      if (--missing == 0) {
        appendPoint();
      }
      return true;
    }
    if (value < 0x80) {
      append((char) value);
      return true;
    }
    if (value < 0xC2 || value > 0xF4) {
      return false;
    }
    missing = value >= 0xF0 ? 3 : value >= 0xE0 ? 2 : 1;
    point = value & 0x3F >> missing;
    low = value == 0xE0 ? 0xA0 : value == 0xF0 ? 0x90 : 0x80;
    high = value == 0xED ? 0x9F : value == 0xF4 ? 0x8F : 0xBF;
    return true;
  }

  private void appendPoint() {
    int last = point;
    if (last >= 0x10000) {
      append((char) (0xD7C0 + (last >> 10)));
      last = 0xDC00 + (last & 0x3FF);
    }
    append((char) last);
  }
}
