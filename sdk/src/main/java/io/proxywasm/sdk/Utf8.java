package io.proxywasm.sdk;

/** UTF-8 to text without the JDK's charsets, which would be the largest part of a small module. */
final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  static String decode(Bytes bytes) {
    int length = bytes.length();
    StringBuilder text = new StringBuilder(length);
    int i = 0;
    while (i < length) {
      int first = bytes.get(i++) & 0xFF;
      if (first < 0x80) {
        text.append((char) first);
        continue;
      }
      int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
      if (first < 0xC2 || first > 0xF4) {
        text.append(REPLACEMENT);
        continue;
      }
      int point = first & (0x3F >> more);
      int taken = 0;
      while (taken < more && i < length && isContinuation(bytes.get(i), first, taken)) {
        point = point << 6 | bytes.get(i++) & 0x3F;
        taken++;
      }
      if (taken < more) {
        text.append(REPLACEMENT);
      } else if (point < 0x10000) {
        text.append((char) point);
      } else {
        text.append((char) (0xD7C0 + (point >> 10))).append((char) (0xDC00 + (point & 0x3FF)));
      }
    }
    return text.toString();
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
