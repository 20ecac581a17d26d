package io.proxywasm.sdk;

/** A metric that goes up and down. Made with {@link Metrics#gauge}. */
public final class Gauge {
  private final int id;

  Gauge(int id) {
    this.id = id;
  }

  /** Adds a number of either sign: {@code proxy_increment_metric}. */
  public void add(long delta) {
    Host.calls().incrementMetric(id, delta);
  }

  /** Sets the value: {@code proxy_record_metric}. */
  public void set(long value) {
    Host.calls().recordMetric(id, value);
  }

  /** Returns the value, over all threads of the host: {@code proxy_get_metric}. */
  public long value() {
    return Host.calls().metric(id);
  }
}
