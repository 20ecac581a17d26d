package io.proxywasm.proxy.cluster;

import io.proxywasm.host.Stats;
import io.proxywasm.host.Stats.Counter;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** How often each status was answered, and each hundred of statuses. Thread-safe. */
final class ResponseCounters {
  private final Stats stats;
  private final String prefix;
  private final AtomicReferenceArray<Counter> byStatus = new AtomicReferenceArray<>(1000);
  private final AtomicReferenceArray<Counter> byHundred = new AtomicReferenceArray<>(10);

  ResponseCounters(Stats stats, String prefix) {
    this.stats = stats;
    this.prefix = prefix;
  }

  void count(int status) {
    if (status < 100 || status > 999) {
      return;
    }
    get(byStatus, status, "").increment();
    get(byHundred, status / 100, "xx").increment();
  }

  private Counter get(AtomicReferenceArray<Counter> counters, int index, String suffix) {
    Counter counter = counters.get(index);
    if (counter == null) {
      counter = stats.counter(prefix + index + suffix);
      counters.set(index, counter);
    }
    return counter;
  }
}
