package io.proxywasm.sdk;

/**
 * A metric that takes single values and shows their distribution. Made with {@link
 * Metrics#histogram}.
 */
public final class Histogram {
  private final int id;

  Histogram(int id) {
    this.id = id;
  }

  /** Takes a value: {@code proxy_record_metric}. */
  public void record(long value) {
    Host.calls().recordMetric(id, value);
  }
}
