package io.proxywasm.json;

import io.proxywasm.sdk.Bytes;

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
    String text = new String(ascii);
    return input[end] == '"' ? text : rest(reader, input, end, new StringBuilder(text));
  }

  private static String rest(JsonReader reader, byte[] input, int from, StringBuilder text) {
    int at = from;
    while (input[at] != '"') {
      if (input[at] == '\\') {
        int c = input[at + 1];
        text.append(c == 'u' ? (char) reader.unit(at) : escaped(c));
        at += c == 'u' ? 6 : 2;
      } else {
        int start = at;
        while (input[at] != '"' && input[at] != '\\') {
          at++;
        }
        text.append(Bytes.of(input).slice(start, at).utf8());
      }
    }
    return text.toString();
  }

  private static char escaped(int c) {
    int special = "bfnrt".indexOf(c);
    return special < 0 ? (char) c : "\b\f\n\r\t".charAt(special);
  }
}
