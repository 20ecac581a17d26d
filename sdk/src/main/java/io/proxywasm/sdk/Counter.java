package io.proxywasm.sdk;

/** A metric that only goes up. Made with {@link Metrics#counter}. */
public final class Counter {
  private final int id;

  Counter(int id) {
    this.id = id;
  }

  /** Adds one: {@code proxy_increment_metric}. */
  public void increment() {
    add(1);
  }

  /** Adds a number above 0: {@code proxy_increment_metric}. */
  public void add(long delta) {
    Host.calls().incrementMetric(id, delta);
  }

  /** Returns the value, over all threads of the host: {@code proxy_get_metric}. */
  public long value() {
    return Host.calls().metric(id);
  }
}
