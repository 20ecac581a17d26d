package io.proxywasm.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Counters, gauges and histograms by name, of the host and of its plugins. A name may stand for one
 * of each. Thread-safe; what is made once stays. Changing a value takes no lock: who changes one
 * often keeps the {@link Counter}, {@link Gauge} or {@link Histogram}.
 */
public final class Stats {
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();
  private final Map<String, Histogram> histograms = new ConcurrentHashMap<>();

  /** Makes an empty set. */
  public Stats() {}

  /** A number that only grows. */
  public static final class Counter {
    private final LongAdder count = new LongAdder();

    private Counter() {}

    /** Adds 1. */
    public void increment() {
      count.increment();
    }

    /** Adds some, not less than 0. */
    public void add(long amount) {
      count.add(amount);
    }

    /** The sum, as an unsigned number of 64 bits. */
    public long value() {
      return count.sum();
    }
  }

  /** A number that grows and shrinks, or is set. */
  public static final class Gauge {
    private final AtomicLong current = new AtomicLong();

    private Gauge() {}

    /** Adds some; a negative amount takes away. */
    public void add(long amount) {
      current.addAndGet(amount);
    }

    /** Sets the value. */
    public void set(long value) {
      current.set(value);
    }

    /** The value, as an unsigned number of 64 bits. */
    public long value() {
      return current.get();
    }
  }

  /**
   * A counter or a gauge at one moment.
   *
   * @param name its name
   * @param value its value, as an unsigned number of 64 bits
   */
  public record Value(String name, long value) {}

  /**
   * All stats at one moment, each list sorted by name.
   *
   * @param counters the counters
   * @param gauges the gauges
   * @param histograms the histograms
   */
  public record Snapshot(
      List<Value> counters, List<Value> gauges, List<Histogram.Distribution> histograms) {}

  /** The counter of a name; made when there is none yet. */
  public Counter counter(String name) {
    return get(counters, name, n -> new Counter());
  }

  /** The gauge of a name; made when there is none yet. */
  public Gauge gauge(String name) {
    return get(gauges, name, n -> new Gauge());
  }

  /** The histogram of a name; made when there is none yet. */
  public Histogram histogram(String name) {
    return get(histograms, name, n -> new Histogram());
  }

  private static <T> T get(Map<String, T> all, String name, Function<String, T> make) {
    T present = all.get(name);
    return present != null ? present : all.computeIfAbsent(name, make);
  }

  /** The number of stats of all kinds. */
  int size() {
    return counters.size() + gauges.size() + histograms.size();
  }

  /** Sets all counters to 0; what is added meanwhile may be lost. */
  public void resetCounters() {
    counters.values().forEach(counter -> counter.count.reset());
  }

  /** All values as they are now. */
  public Snapshot snapshot() {
    return new Snapshot(
        sorted(counters, (name, counter) -> new Value(name, counter.value())),
        sorted(gauges, (name, gauge) -> new Value(name, gauge.value())),
        sorted(histograms, (name, histogram) -> histogram.distribution(name)));
  }

  private static <T, R> List<R> sorted(Map<String, T> all, BiFunction<String, T, R> read) {
    List<R> values = new ArrayList<>(all.size());
    new TreeMap<>(all).forEach((name, stat) -> values.add(read.apply(name, stat)));
    return List.copyOf(values);
  }
}
