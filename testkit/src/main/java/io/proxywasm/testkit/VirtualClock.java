package io.proxywasm.testkit;

import io.proxywasm.host.Cancellable;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Time that stands still until the test moves it. */
final class VirtualClock {
  private static final class Timer {
    private final long at;
    private final long order;
    private final Runnable task;
    private boolean cancelled;

    Timer(long at, long order, Runnable task) {
      this.at = at;
      this.order = order;
      this.task = task;
    }
  }

  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(
          Comparator.comparingLong((Timer timer) -> timer.at).thenComparingLong(t -> t.order));
  private final long startNanos;
  private long now;
  private long order;

  VirtualClock(Instant start) {
    this.startNanos =
        Math.addExact(TimeUnit.SECONDS.toNanos(start.getEpochSecond()), start.getNano());
  }

  Cancellable schedule(Runnable task, long delayNanos) {
    Timer timer = new Timer(now + Math.max(0, delayNanos), order++, task);
    timers.add(timer);
    return () -> timer.cancelled = true;
  }

  /** Moves the time on and does all that becomes due, at its own time. */
  void advance(long nanos) {
    long until = Math.addExact(now, nanos);
    Timer due;
    while ((due = timers.peek()) != null && due.at <= until) {
      timers.remove();
      if (!due.cancelled) {
        now = Math.max(now, due.at);
        due.task.run();
      }
    }
    now = until;
  }

  long nanoTime() {
    return now;
  }

  long currentTimeNanos() {
    return startNanos + now;
  }
}
