package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Digits;
import org.jspecify.annotations.Nullable;

/**
 * What Java checks and Wasm answers with a trap; the compiler puts these calls where they are
 * needed.
 */
final class Checks {
  private Checks() {}

  static int divide(int dividend, int divisor) {
    if (divisor == 0) {
      throw new ArithmeticException("/ by zero");
    }
    return divisor == -1 ? -dividend : dividend / divisor;
  }

  static long divide(long dividend, long divisor) {
    if (divisor == 0) {
      throw new ArithmeticException("/ by zero");
    }
    return divisor == -1 ? -dividend : dividend / divisor;
  }

  static int remainder(int dividend, int divisor) {
    if (divisor == 0) {
      throw new ArithmeticException("/ by zero");
    }
    return dividend % divisor;
  }

  static long remainder(long dividend, long divisor) {
    if (divisor == 0) {
      throw new ArithmeticException("/ by zero");
    }
    return dividend % divisor;
  }

  static int arraySize(int size) {
    if (size < 0) {
      throw new NegativeArraySizeException(Digits.of(size));
    }
    return size;
  }

  static void store(@Nullable Object array, @Nullable Object value) {
    if (value != null && array != null && !array.getClass().getComponentType().isInstance(value)) {
      throw new ArrayStoreException(value.getClass().getName());
    }
  }
}
