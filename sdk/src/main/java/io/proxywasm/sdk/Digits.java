package io.proxywasm.sdk;

/**
 * Numbers as text. In a compiled plugin {@link String#valueOf(long)} and its like do this, too: the
 * JDK's way is slower, and a kilobyte of module.
 */
public final class Digits {
  private Digits() {}

  /** Returns a number in decimal, as {@link Integer#toString(int)} does. */
  public static String of(int number) {
    return of((long) number);
  }

  /** Returns a number in decimal, as {@link Long#toString(long)} does. */
  public static String of(long number) {
    int sign = number < 0 ? 1 : 0;
    int length = sign + 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      length++;
    }
    char[] digits = new char[length];
    digits[0] = '-';
    long rest = number;
    for (int i = length - 1; i >= sign; i--) {
      long next = rest / 10;
      int digit = (int) (rest - next * 10);
      digits[i] = (char) ('0' + (digit < 0 ? -digit : digit));
      rest = next;
    }
    return new String(digits);
  }
}
