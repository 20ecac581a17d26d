package io.proxywasm.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * Single whole numbers that were seen, not less than 0, in bins of two decimal digits: 90 bins for
 * each power of ten, as in Envoy, so that quantiles are right to a tenth at worst. Made by {@link
 * Stats#histogram}. Thread-safe.
 */
public final class Histogram {
  /** The quantiles that are told, the same as Envoy's. */
  public static final List<Double> QUANTILES =
      List.of(0.0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 1.0);

  /** The upper bounds of the buckets for Prometheus, the same as Envoy's, without infinity. */
  public static final List<Double> BUCKET_BOUNDS =
      List.of(
          0.5,
          1.0,
          5.0,
          10.0,
          25.0,
          50.0,
          100.0,
          250.0,
          500.0,
          1_000.0,
          2_500.0,
          5_000.0,
          10_000.0,
          30_000.0,
          60_000.0,
          300_000.0,
          600_000.0,
          1_800_000.0,
          3_600_000.0);

  private static final int BINS = 90;
  private static final long[] POWERS = powers();

  private final AtomicReferenceArray<AtomicLongArray> decades =
      new AtomicReferenceArray<>(POWERS.length);
  private final LongAdder zeros = new LongAdder();
  private final DoubleAdder sum = new DoubleAdder();

  Histogram() {}

  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  /** Counts a value. A negative one stands for a number over 63 bits and counts as the largest. */
  public void record(long value) {
    long counted = value < 0 ? Long.MAX_VALUE : value;
    if (counted == 0) {
      zeros.increment();
      return;
    }
    int decade = 0;
    while (decade < POWERS.length - 1 && counted >= POWERS[decade + 1]) {
      decade++;
    }
    int digits = (int) (decade == 0 ? counted * 10 : counted / POWERS[decade - 1]);
    bins(decade).incrementAndGet(digits - 10);
    sum.add((double) counted);
  }

  private AtomicLongArray bins(int decade) {
    AtomicLongArray bins = decades.get(decade);
    if (bins == null) {
      decades.compareAndSet(decade, null, new AtomicLongArray(BINS));
      bins = decades.get(decade);
    }
    return bins;
  }

  /** What was seen so far. */
  Distribution distribution(String name) {
    List<Bin> bins = new ArrayList<>();
    long count = zeros.sum();
    if (count > 0) {
      bins.add(new Bin(0, 0, 0, count));
    }
    for (int decade = 0; decade < decades.length(); decade++) {
      AtomicLongArray counts = decades.get(decade);
      for (int i = 0; counts != null && i < BINS; i++) {
        long n = counts.get(i);
        if (n > 0) {
          double width = decade == 0 ? 0.1 : POWERS[decade - 1];
          double left = decade == 0 ? (i + 10) / 10.0 : (i + 10) * width;
          bins.add(new Bin(left, width, decade < 2 ? left : left + width - 1, n));
          count += n;
        }
      }
    }
    return new Distribution(name, count, sum.sum(), quantiles(bins, count), buckets(bins));
  }

  /** The n values of a bin stand at equal distances in it: what Envoy 1.40 tells. */
  private static List<Double> quantiles(List<Bin> bins, long count) {
    List<Double> values = new ArrayList<>();
    if (count == 0) {
      return values;
    }
    int at = 0;
    long below = 0;
    for (double quantile : QUANTILES) {
      double wanted = Math.max(1, Math.ceil(quantile * count));
      while (at < bins.size() - 1 && below + bins.get(at).count < wanted) {
        below += bins.get(at).count;
        at++;
      }
      Bin bin = bins.get(at);
      values.add(bin.left + bin.width * (wanted - below) / (bin.count + 1));
    }
    return List.copyOf(values);
  }

  private static List<Long> buckets(List<Bin> bins) {
    List<Long> counts = new ArrayList<>(BUCKET_BOUNDS.size());
    int at = 0;
    long below = 0;
    for (double bound : BUCKET_BOUNDS) {
      while (at < bins.size() && bins.get(at).largest <= bound) {
        below += bins.get(at).count;
        at++;
      }
      counts.add(below);
    }
    return List.copyOf(counts);
  }

  private record Bin(double left, double width, double largest, long count) {}

  /**
   * A histogram at one moment.
   *
   * @param name its name
   * @param count how many values there were
   * @param sum their sum
   * @param quantiles the values at {@link #QUANTILES}; empty when there was no value
   * @param buckets how many values were not over each of {@link #BUCKET_BOUNDS}
   */
  public record Distribution(
      String name, long count, double sum, List<Double> quantiles, List<Long> buckets) {}
}
