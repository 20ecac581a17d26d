package io.proxywasm.json;

/**
 * A number as JSON writes it: digits and where their point is. The JDK's way to a {@code double} is
 * 25 kilobytes of module.
 */
final class Decimal {
  /** A {@code double} halfway between two others has no more digits than that. */
  private static final int MAX_DIGITS = 800;

  private static final int MAX_EXPONENT = 100_000;
  private static final int EXACT_POWER = 22;

  private final boolean negative;

  /** Digits without leading and trailing zeros; the value is 0.d1d2d3... * 10^point. */
  private byte[] digits;

  private int count;
  private int point;

  Decimal(byte[] text, int from, int to) {
    int i = from;
    negative = text[i] == '-';
    if (negative) {
      i++;
    }
    digits = new byte[Math.min(to - i, MAX_DIGITS)];
    boolean fraction = false;
    for (; i < to && (text[i] | 0x20) != 'e'; i++) {
      if (text[i] == '.') {
        fraction = true;
      } else {
        digit(text[i] - '0', fraction);
      }
    }
    if (i < to) {
      point += exponent(text, i + 1, to);
    }
    trim();
  }

  private void digit(int digit, boolean fraction) {
    if (count == 0 && digit == 0) {
      if (fraction) {
        point--;
      }
      return;
    }
    if (!fraction) {
      point++;
    }
    if (count < digits.length) {
      digits[count++] = (byte) digit;
    } else if (digit != 0) {
      digits[count - 1] |= 1; // Sticky: it only matters that something follows.
    }
  }

  private static int exponent(byte[] text, int from, int to) {
    int i = from;
    boolean minus = text[i] == '-';
    if (minus || text[i] == '+') {
      i++;
    }
    int value = 0;
    for (; i < to; i++) {
      value = Math.min(10 * value + text[i] - '0', MAX_EXPONENT);
    }
    return minus ? -value : value;
  }

  private void trim() {
    while (count > 0 && digits[count - 1] == 0) {
      count--;
    }
    if (count == 0) {
      point = 0;
    }
  }

  /** Whether it is a whole number of 64 bits. */
  boolean isLong() {
    if (count > point || point > 19) {
      return count == 0;
    }
    if (point < 19) {
      return true;
    }
    String limit = negative ? "9223372036854775808" : "9223372036854775807";
    for (int i = 0; i < 19; i++) {
      int digit = i < count ? digits[i] : 0;
      int most = limit.charAt(i) - '0';
      if (digit != most) {
        return digit < most;
      }
    }
    return true;
  }

  long toLong() {
    long value = 0;
    for (int i = 0; i < point; i++) {
      value = 10 * value - (i < count ? digits[i] : 0);
    }
    return negative ? value : -value;
  }

  /** Returns the nearest one, of two the even one. */
  double toDouble() {
    double value = count == 0 ? 0 : magnitude();
    return negative ? -value : value;
  }

  private double magnitude() {
    if (point > 310) {
      return Double.POSITIVE_INFINITY;
    }
    if (point < -330) {
      return 0;
    }
    int power = point - count;
    if (count <= 15 && power >= -EXACT_POWER && power <= EXACT_POWER) {
      return exact(power);
    }
    return nearest();
  }

  /** Both factors are exact, so that one rounding is all. */
  private double exact(int power) {
    long mantissa = 0;
    for (int i = 0; i < count; i++) {
      mantissa = 10 * mantissa + digits[i];
    }
    double scale = 1;
    for (int i = Math.abs(power); i > 0; i--) {
      scale *= 10;
    }
    return power < 0 ? mantissa / scale : mantissa * scale;
  }

  /** Shifts until the value is a mantissa of 53 bits and a rest, with the digits as they are. */
  private double nearest() {
    int exponent = 0;
    while (point > 0) {
      int bits = point > 8 ? 27 : 1;
      shiftRight(bits);
      exponent += bits;
    }
    while (point < 0 || digits[0] < 5) {
      int bits = point < -8 ? 27 : 1;
      shiftLeft(bits);
      exponent -= bits;
    }
    // The value is in 0.5..1 now.
    int bits = 53;
    if (exponent < -1021) {
      bits -= -1021 - exponent;
      if (bits < 0) {
        return 0;
      }
    }
    for (int rest = bits; rest > 0; rest -= Math.min(rest, 27)) {
      shiftLeft(Math.min(rest, 27));
    }
    long mantissa = rounded();
    if (mantissa == 1L << 53) {
      mantissa >>= 1;
      exponent++;
    }
    if (exponent > 1024) {
      return Double.POSITIVE_INFINITY;
    }
    if (bits < 53 || mantissa < 1L << 52) {
      return Double.longBitsToDouble(mantissa); // Its lowest bits are those of a tiny one.
    }
    return Double.longBitsToDouble((exponent + 1022L) << 52 | mantissa & (1L << 52) - 1);
  }

  private long rounded() {
    long value = 0;
    for (int i = 0; i < point; i++) {
      value = 10 * value + (i < count ? digits[i] : 0);
    }
    int next = point >= 0 && point < count ? digits[point] : 0;
    boolean half = next == 5 && count == point + 1;
    if (point < 0) {
      return value;
    }
    return next > 5 || next == 5 && (!half || (value & 1) == 1) ? value + 1 : value;
  }

  private void shiftRight(int bits) {
    byte[] shifted = new byte[Math.min(count + bits, MAX_DIGITS)];
    int length = 0;
    long rest = 0;
    int read = 0;
    boolean leading = true;
    int newPoint = point;
    while (read < count || rest != 0) {
      rest = 10 * rest + (read < count ? digits[read] : 0);
      read++;
      int digit = (int) (rest >> bits);
      rest &= (1L << bits) - 1;
      if (leading && digit == 0) {
        newPoint--;
        continue;
      }
      leading = false;
      if (length < shifted.length) {
        shifted[length++] = (byte) digit;
      } else if (digit != 0) {
        shifted[length - 1] |= 1;
      }
    }
    digits = shifted;
    count = length;
    point = newPoint;
    trim();
  }

  private void shiftLeft(int bits) {
    int extra = bits / 3 + 1;
    byte[] shifted = new byte[count + extra];
    long carry = 0;
    for (int i = count - 1; i >= 0; i--) {
      carry += (long) digits[i] << bits;
      shifted[i + extra] = (byte) (carry % 10);
      carry /= 10;
    }
    for (int i = extra - 1; i >= 0; i--) {
      shifted[i] = (byte) (carry % 10);
      carry /= 10;
    }
    int first = 0;
    while (shifted[first] == 0) {
      first++;
    }
    int length = shifted.length - first;
    point += extra - first;
    count = Math.min(length, MAX_DIGITS);
    byte[] kept = new byte[count];
    System.arraycopy(shifted, first, kept, 0, count);
    for (int i = first + count; i < shifted.length; i++) {
      if (shifted[i] != 0) {
        kept[count - 1] |= 1;
      }
    }
    digits = kept;
    trim();
  }
}
