package io.proxywasm.sdk.wasm;

/** The module's text constants, which are read once, when it starts. */
final class Constants {
  private Constants() {}

  /** The next byte of the module's text constants, without its sign: 0 to 255. */
  private static native byte nextByte();

  /** Reads one text constant: its length, then UTF-8. TeaVM's own reader is twice as long. */
  static char[] nextCharArray() {
    int length = 0;
    int shift = 0;
    int digit;
    do {
      digit = nextByte();
      length |= (digit & 0x7F) << shift;
      shift += 7;
    } while ((digit & 0x80) != 0);
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      int point = nextByte() & 0xFF;
      if (point >= 0x80) {
        int more = point >= 0xF0 ? 3 : point >= 0xE0 ? 2 : 1;
        point &= 0x3F >> more;
        do {
          point = point << 6 | nextByte() & 0x3F;
        } while (--more > 0);
        if (point >= 0x10000) {
          text[i++] = (char) (0xD7C0 + (point >> 10));
          point = 0xDC00 | point & 0x3FF;
        }
      }
      text[i] = (char) point;
    }
    return text;
  }
}
