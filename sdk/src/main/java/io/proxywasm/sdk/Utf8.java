package io.proxywasm.sdk;

/** UTF-8 to text without the JDK's charsets, which would be the largest part of a small module. */
final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  static String decode(Bytes bytes) {
    int length = bytes.length();
    char[] text = new char[length];
    int count = 0;
    int i = 0;
    while (i < length) {
      int point = bytes.get(i++) & 0xFF;
      if (point >= 0x80) {
        int first = point;
        int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        if (first < 0xC2 || first > 0xF4) {
          more = 0;
          point = REPLACEMENT;
        } else {
          point = first & (0x3F >> more);
        }
        for (int taken = 0; taken < more; taken++) {
          if (i == length || !isContinuation(bytes.get(i), first, taken)) {
            point = REPLACEMENT;
            break;
          }
          point = point << 6 | bytes.get(i++) & 0x3F;
        }
        if (point >= 0x10000) {
          text[count++] = (char) (0xD7C0 + (point >> 10));
          point = 0xDC00 + (point & 0x3FF);
        }
      }
      text[count++] = (char) point;
    }
    return new String(text, 0, count);
  }

  /**
   * Whether a byte may follow: the first one after E0, ED, F0 and F4 has a narrower range than the
   * others.
   */
  private static boolean isContinuation(byte value, int first, int taken) {
    int next = value & 0xFF;
    int low = 0x80;
    int high = 0xBF;
    if (taken == 0) {
      if (first == 0xE0) {
        low = 0xA0;
      } else if (first == 0xED) {
        high = 0x9F;
      } else if (first == 0xF0) {
        low = 0x90;
      } else if (first == 0xF4) {
        high = 0x8F;
      }
    }
    return next >= low && next <= high;
  }
}
