package io.proxywasm.crypto;

/** Bytes as hexadecimal digits. */
public final class Hex {
  private static final String DIGITS = "0123456789abcdef";

  private Hex() {}

  /** Returns two lower-case digits for each byte. */
  public static String encode(byte[] bytes) {
    char[] text = new char[2 * bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      text[2 * i] = DIGITS.charAt(bytes[i] >> 4 & 15);
      text[2 * i + 1] = DIGITS.charAt(bytes[i] & 15);
    }
    return new String(text);
  }
}
