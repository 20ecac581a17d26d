package io.proxywasm.sdk;

/**
 * Metrics of the host: {@code proxy_define_metric}. Envoy shows {@code x} as {@code wasmcustom.x}.
 * Make a metric once and keep it; one of the same name and kind is the same metric, in other VMs
 * too.
 */
public final class Metrics {
  private Metrics() {}

  /** Returns the counter of a name. */
  public static Counter counter(String name) {
    return new Counter(Host.calls().defineMetric(Codes.COUNTER, name));
  }

  /** Returns the gauge of a name. */
  public static Gauge gauge(String name) {
    return new Gauge(Host.calls().defineMetric(Codes.GAUGE, name));
  }

  /** Returns the histogram of a name. */
  public static Histogram histogram(String name) {
    return new Histogram(Host.calls().defineMetric(Codes.HISTOGRAM, name));
  }

  /** Returns the counters of a name that differ by the values of tags. */
  public static TaggedMetric<Counter> counter(String name, String... tags) {
    return new TaggedMetric<>(name, tags, Metrics::counter);
  }

  /** Returns the gauges of a name that differ by the values of tags. */
  public static TaggedMetric<Gauge> gauge(String name, String... tags) {
    return new TaggedMetric<>(name, tags, Metrics::gauge);
  }

  /** Returns the histograms of a name that differ by the values of tags. */
  public static TaggedMetric<Histogram> histogram(String name, String... tags) {
    return new TaggedMetric<>(name, tags, Metrics::histogram);
  }
}
