package io.proxywasm.json;

/** Makes the text of a string that was checked. */
final class StringText {
  private final JsonReader reader;
  private final byte[] input;
  private int at;
  private char[] text = new char[0];
  private int length;

  StringText(JsonReader reader, int start) {
    this.reader = reader;
    this.input = reader.input();
    this.at = start + 1;
  }

  String read() {
    int end = at;
    while (input[end] != '"' && input[end] != '\\' && input[end] >= 0) {
      end++;
    }
    boolean plain = input[end] == '"';
    text = new char[plain ? end - at : closing(end) - at];
    while (at < end) {
      text[length++] = (char) input[at++];
    }
    if (!plain) {
      while (input[at] != '"') {
        next();
      }
    }
    return new String(text, 0, length);
  }

  private int closing(int from) {
    int i = from;
    while (input[i] != '"') {
      i += input[i] == '\\' ? 2 : 1;
    }
    return i;
  }

  private void next() {
    int c = input[at];
    if (c == '\\') {
      escape(input[at + 1]);
    } else if (c >= 0) {
      text[length++] = (char) c;
      at++;
    } else {
      sequence(c & 0xFF);
    }
  }

  private void escape(int c) {
    if (c == 'u') {
      text[length++] = (char) reader.unit(at);
      at += 6;
      return;
    }
    text[length++] =
        switch (c) {
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> (char) c;
        };
    at += 2;
  }

  private void sequence(int first) {
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    int point = first & 0x3F >> more;
    for (int i = 1; i <= more; i++) {
      point = point << 6 | input[at + i] & 0x3F;
    }
    at += more + 1;
    if (point < 0x10000) {
      text[length++] = (char) point;
    } else {
      text[length++] = (char) (0xD7C0 + (point >> 10));
      text[length++] = (char) (0xDC00 + (point & 0x3FF));
    }
  }
}
