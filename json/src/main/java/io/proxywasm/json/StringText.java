package io.proxywasm.json;

/** Makes the text of a string that was checked. */
final class StringText {
  private StringText() {}

  /** Returns the text whose quote stands at a position. */
  static String read(JsonReader reader, int quote) {
    byte[] input = reader.input();
    int end = quote + 1;
    while (input[end] != '"' && input[end] != '\\' && input[end] >= 0) {
      end++;
    }
    char[] ascii = new char[end - quote - 1];
    for (int i = 0; i < ascii.length; i++) {
      ascii[i] = (char) input[quote + 1 + i];
    }
    return input[end] == '"' ? new String(ascii) : decoded(reader, input, quote + 1);
  }

  /** A text has no more characters than its JSON has bytes. */
  private static String decoded(JsonReader reader, byte[] input, int from) {
    int end = from;
    while (input[end] != '"') {
      end += input[end] == '\\' ? 2 : 1;
    }
    char[] text = new char[end - from];
    int length = 0;
    int at = from;
    while (at < end) {
      int point = input[at];
      if (point == '\\') {
        int c = input[at + 1];
        point = c == 'u' ? reader.unit(at) : escaped(c);
        at += c == 'u' ? 6 : 2;
        text[length++] = (char) point;
        continue;
      }
      at++;
      if (point < 0) {
        int more = point >= (byte) 0xF0 ? 3 : point >= (byte) 0xE0 ? 2 : 1;
        point &= 0x3F >> more;
        for (; more > 0; more--) {
          point = point << 6 | input[at++] & 0x3F;
        }
        if (point >= 0x10000) {
          text[length++] = (char) (0xD7C0 + (point >> 10));
          point = 0xDC00 + (point & 0x3FF);
        }
      }
      text[length++] = (char) point;
    }
    return new String(text, 0, length);
  }

  private static char escaped(int c) {
    int special = "bfnrt".indexOf(c);
    return special < 0 ? (char) c : "\b\f\n\r\t".charAt(special);
  }
}
