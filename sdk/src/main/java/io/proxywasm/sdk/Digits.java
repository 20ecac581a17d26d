package io.proxywasm.sdk;

/** Numbers as text; the JDK's way is a kilobyte of module, and every message would bring it. */
public final class Digits {
  private Digits() {}

  /** Returns a number in decimal, as {@link Integer#toString(int)} does. */
  public static String of(int number) {
    int length = number < 0 ? 2 : 1;
    for (int rest = number / 10; rest != 0; rest /= 10) {
      length++;
    }
    char[] digits = new char[length];
    digits[0] = '-';
    int rest = number;
    for (int i = number < 0 ? length - 1 : length; --i >= 0; ) {
      int digit = rest % 10;
      digits[number < 0 ? i + 1 : i] = (char) ('0' + (digit < 0 ? -digit : digit));
      rest /= 10;
    }
    return new String(digits);
  }
}
