package io.proxywasm.host;

import io.proxywasm.abi.MetricType;
import io.proxywasm.abi.Status;
import io.proxywasm.host.guest.Output;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics that the plugins of one VM have defined. Ids are the VM's own: the type in the low
 * two bits, counting up by 4. The stats behind them are shared: who defines the same name again, in
 * this VM or another, gets another id for the same stat.
 *
 * <p>Methods that end a hostcall return the number of a {@link Status}.
 */
final class PluginMetrics {
  /** What stands before the names of all metrics of plugins. */
  static final String PREFIX = "wasmcustom.";

  /** How often one VM may define a metric. Envoy has no limit. */
  static final int MAX_DEFINITIONS = 10_000;

  /** How long a name may be, in bytes. Envoy has no limit. */
  static final int MAX_NAME_LENGTH = 16 * 1024;

  /** How many stats there may be in all before plugins can define no more. */
  static final int MAX_STATS = 200_000;

  private static final int TYPE_BITS = 2;
  private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;

  private final Stats stats;
  private final List<Stats.Counter> counters = new ArrayList<>();
  private final List<Stats.Gauge> gauges = new ArrayList<>();
  private final List<Histogram> histograms = new ArrayList<>();

  PluginMetrics(Stats stats) {
    this.stats = stats;
  }

  /** Gives the id of a metric as the number. */
  int define(int type, String name, Output out) {
    if (type < 0 || type >= MetricType.values().length) {
      return Status.BAD_ARGUMENT.code();
    }
    if (name.length() > MAX_NAME_LENGTH
        || counters.size() + gauges.size() + histograms.size() >= MAX_DEFINITIONS
        || stats.size() >= MAX_STATS) {
      return Status.INTERNAL_FAILURE.code();
    }
    String full = PREFIX + ByteChars.decode(name);
    int index =
        switch (MetricType.of(type)) {
          case COUNTER -> add(counters, stats.counter(full));
          case GAUGE -> add(gauges, stats.gauge(full));
          case HISTOGRAM -> add(histograms, stats.histogram(full));
        };
    out.number((long) index << TYPE_BITS | type);
    return Status.OK.code();
  }

  /** Adds at the end; the first has the index 1. */
  private static <T> int add(List<T> all, T stat) {
    all.add(stat);
    return all.size();
  }

  private static <T> @Nullable T find(List<T> all, int id) {
    int index = (id >>> TYPE_BITS) - 1;
    return index >= 0 && index < all.size() ? all.get(index) : null;
  }

  /** Adds to a counter, or to or from a gauge. */
  int increment(int id, long delta) {
    int type = id & TYPE_MASK;
    if (type == MetricType.COUNTER.code()) {
      Stats.Counter counter = find(counters, id);
      if (counter == null) {
        return Status.NOT_FOUND.code();
      }
      if (delta <= 0) {
        return Status.BAD_ARGUMENT.code();
      }
      counter.add(delta);
      return Status.OK.code();
    }
    if (type == MetricType.GAUGE.code()) {
      Stats.Gauge gauge = find(gauges, id);
      if (gauge == null) {
        return Status.NOT_FOUND.code();
      }
      gauge.add(delta);
      return Status.OK.code();
    }
    return Status.BAD_ARGUMENT.code();
  }

  /** Sets a gauge, gives a value to a histogram, or adds to a counter. */
  int record(int id, long value) {
    int type = id & TYPE_MASK;
    if (type == MetricType.COUNTER.code()) {
      Stats.Counter counter = find(counters, id);
      if (counter != null) {
        counter.add(value);
        return Status.OK.code();
      }
    } else if (type == MetricType.GAUGE.code()) {
      Stats.Gauge gauge = find(gauges, id);
      if (gauge != null) {
        gauge.set(value);
        return Status.OK.code();
      }
    } else if (type == MetricType.HISTOGRAM.code()) {
      Histogram histogram = find(histograms, id);
      if (histogram != null) {
        histogram.record(value);
        return Status.OK.code();
      }
    }
    return Status.NOT_FOUND.code();
  }

  /** Gives the value of a counter or gauge as the number. */
  int get(int id, Output out) {
    int type = id & TYPE_MASK;
    if (type == MetricType.COUNTER.code()) {
      Stats.Counter counter = find(counters, id);
      if (counter == null) {
        return Status.NOT_FOUND.code();
      }
      out.number(counter.value());
      return Status.OK.code();
    }
    if (type == MetricType.GAUGE.code()) {
      Stats.Gauge gauge = find(gauges, id);
      if (gauge == null) {
        return Status.NOT_FOUND.code();
      }
      out.number(gauge.value());
      return Status.OK.code();
    }
    return Status.BAD_ARGUMENT.code();
  }
}
