package io.proxywasm.crypto;

import org.jspecify.annotations.Nullable;

/** Base64 with the alphabet for URLs and without padding (RFC 4648, section 5). */
public final class Base64Url {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private Base64Url() {}

  /** Returns the text for some bytes. */
  public static String encode(byte[] bytes) {
    char[] text = new char[(4 * bytes.length + 2) / 3];
    int at = 0;
    int bits = 0;
    int count = 0;
    for (byte b : bytes) {
      bits = bits << 8 | b & 0xFF;
      count += 8;
      while (count >= 6) {
        count -= 6;
        text[at++] = ALPHABET.charAt(bits >>> count & 63);
      }
    }
    if (count > 0) {
      text[at] = ALPHABET.charAt(bits << 6 - count & 63);
    }
    return new String(text);
  }

  /**
   * Returns the bytes of a text, or null if it is not what {@link #encode} gives for some bytes:
   * padding, blanks and stray bits are refused, so that each value has one form.
   */
  public static byte @Nullable [] decode(String text) {
    int length = text.length();
    if (length % 4 == 1) {
      return null;
    }
    byte[] bytes = new byte[(int) (3L * length / 4)];
    int at = 0;
    int bits = 0;
    int count = 0;
    for (int i = 0; i < length; i++) {
      int value = value(text.charAt(i));
      if (value < 0) {
        return null;
      }
      bits = bits << 6 | value;
      count += 6;
      if (count >= 8) {
        count -= 8;
        bytes[at++] = (byte) (bits >>> count);
      }
    }
    return (bits & (1 << count) - 1) == 0 ? bytes : null;
  }

  private static int value(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '-' ? 62 : c == '_' ? 63 : -1;
  }
}
