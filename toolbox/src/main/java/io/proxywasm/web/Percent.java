package io.proxywasm.web;

import org.jspecify.annotations.Nullable;

/** Percent-encoding (RFC 3986, section 2.1). */
public final class Percent {
  private static final String HEX = "0123456789ABCDEF";

  private Percent() {}

  /**
   * Decodes a text, or returns null if a percent sign is not followed by two hexadecimal digits, or
   * the bytes are no UTF-8. Decode parts after they were split, and once: what was {@code %2F}
   * before is no separator.
   */
  public static @Nullable String decode(String text) {
    return decode(text, false);
  }

  static @Nullable String decode(String text, boolean plusIsBlank) {
    if (text.indexOf('%') < 0 && (!plusIsBlank || text.indexOf('+') < 0)) {
      return text;
    }
    Utf8Decoder decoded = new Utf8Decoder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? hex(text.charAt(i + 1)) : -1;
        int low = i + 2 < text.length() ? hex(text.charAt(i + 2)) : -1;
        if (high < 0 || low < 0 || !decoded.add(high << 4 | low)) {
          return null;
        }
        i += 2;
      } else if (!decoded.isComplete()) {
        return null;
      } else {
        decoded.append(plusIsBlank && c == '+' ? ' ' : c);
      }
    }
    return decoded.isComplete() ? decoded.text() : null;
  }

  /** Encodes a text so that it can be a part of a path or of a query. */
  public static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnreserved(c)) {
        encoded.append(c);
      } else if (c < 0x80) {
        add(encoded, c);
      } else if (c < 0x800) {
        add(encoded, 0xC0 | c >> 6);
        add(encoded, 0x80 | c & 0x3F);
      } else if (c >= 0xD800 && c < 0xDC00 && i + 1 < text.length()) {
        i++;
        int point = (c - 0xD7C0 << 10) + (text.charAt(i) - 0xDC00);
        add(encoded, 0xF0 | point >> 18);
        add(encoded, 0x80 | point >> 12 & 0x3F);
        add(encoded, 0x80 | point >> 6 & 0x3F);
        add(encoded, 0x80 | point & 0x3F);
      } else {
        add(encoded, 0xE0 | c >> 12);
        add(encoded, 0x80 | c >> 6 & 0x3F);
        add(encoded, 0x80 | c & 0x3F);
      }
    }
    return encoded.toString();
  }

  private static void add(StringBuilder encoded, int value) {
    encoded.append('%').append(HEX.charAt(value >> 4 & 15)).append(HEX.charAt(value & 15));
  }

  private static boolean isUnreserved(char c) {
    int letter = c | 0x20;
    return c < 0x80 && letter >= 'a' && letter <= 'z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  private static int hex(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' && c < 0x80 ? letter - 'a' + 10 : -1;
  }
}
