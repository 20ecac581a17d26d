package io.proxywasm.proxy.cluster;

import java.util.concurrent.atomic.AtomicInteger;

/** A limit of a cluster that all loops share. Thread-safe. */
final class CircuitBreaker {
  private final AtomicInteger used = new AtomicInteger();
  private final int limit;

  CircuitBreaker(int limit) {
    this.limit = limit;
  }

  boolean tryAcquire() {
    if (used.incrementAndGet() > limit) {
      used.decrementAndGet();
      return false;
    }
    return true;
  }

  boolean isFull() {
    return used.get() >= limit;
  }

  /** Takes one more even when there is none left. */
  void acquire() {
    used.incrementAndGet();
  }

  void release() {
    used.decrementAndGet();
  }
}
