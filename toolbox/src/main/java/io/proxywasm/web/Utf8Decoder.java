package io.proxywasm.web;

/** Takes bytes one by one, and only UTF-8. */
final class Utf8Decoder {
  private final StringBuilder text;
  private int point;
  private int missing;
  private int low = 0x80;
  private int high = 0xBF;

  Utf8Decoder(StringBuilder text) {
    this.text = text;
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
        append();
      }
      return true;
    }
    if (value < 0x80) {
      text.append((char) value);
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

  private void append() {
    if (point < 0x10000) {
      text.append((char) point);
    } else {
      text.append((char) (0xD7C0 + (point >> 10))).append((char) (0xDC00 + (point & 0x3FF)));
    }
  }
}
