package io.proxywasm.bench;

import java.util.Arrays;

/**
 * The smallest and the middle of some numbers.
 *
 * <p>On a machine that does other things as well, noise only ever adds: the minimum is the better
 * estimate of what the work itself costs, and the median tells how noisy the rounds were.
 */
record Statistics(double minimum, double median) {

  static Statistics of(double... numbers) {
    if (numbers.length == 0) {
      throw new IllegalArgumentException("no numbers");
    }
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Statistics(sorted[0], median);
  }

  Statistics dividedBy(Statistics other) {
    return new Statistics(minimum / other.minimum, median / other.median);
  }
}
