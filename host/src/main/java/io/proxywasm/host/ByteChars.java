package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Texts of which each char is a byte, as in a {@link HeaderMap}, and texts for people. */
final class ByteChars {
  private ByteChars() {}

  /** The bytes of a text in UTF-8, one per char. */
  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
      }
    }
    return text;
  }

  /** The text that bytes, one per char, are in UTF-8. */
  static String decode(String byteChars) {
    return new String(byteChars.getBytes(ISO_8859_1), UTF_8);
  }
}
