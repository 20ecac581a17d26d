package io.proxywasm.sdk;

/** Numbers as text; the JDK's way is a kilobyte of module, and every message would bring it. */
public final class Digits {
  private Digits() {}

  /** Returns a number in decimal, as {@link Integer#toString(int)} does. */
  public static String of(int number) {
    if (number == Integer.MIN_VALUE) {
      return "-2147483648";
    }
    char[] digits = new char[11];
    int at = digits.length;
    int rest = number < 0 ? -number : number;
    do {
      digits[--at] = (char) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (number < 0) {
      digits[--at] = '-';
    }
    return new String(digits, at, digits.length - at);
  }
}
