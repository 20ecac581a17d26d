package io.proxywasm.envoy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The log of a running Envoy. Keeps the last 10,000 records. Safe for use by several threads. */
public final class EnvoyLog {
  private static final int KEPT = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<EnvoyLogLine> lines = new ArrayDeque<>();
  private long added;
  private boolean ended;

  EnvoyLog() {}

  /**
   * How many records there were so far. Hand it to {@link #await(long, Predicate, Duration)} to
   * look only at what comes later.
   *
   * @return the number
   */
  public long position() {
    lock.lock();
    try {
      return added;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The records that are still kept.
   *
   * @return a copy, oldest first
   */
  public List<EnvoyLogLine> lines() {
    return lines(0);
  }

  /**
   * The records that are still kept, from a position on.
   *
   * @param from what {@link #position} gave
   * @return a copy, oldest first
   */
  public List<EnvoyLogLine> lines(long from) {
    lock.lock();
    try {
      return lines.stream().skip(Math.max(0, from - (added - lines.size()))).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a record; one that was there before counts as well.
   *
   * @param wanted which record
   * @param timeout how long
   * @return the record
   * @throws EnvoyException when it did not come in time, or Envoy ended before
   */
  public EnvoyLogLine await(Predicate<EnvoyLogLine> wanted, Duration timeout) {
    return await(0, wanted, timeout);
  }

  /**
   * Waits for a record after a position.
   *
   * @param from what {@link #position} gave
   * @param wanted which record
   * @param timeout how long
   * @return the record
   * @throws EnvoyException when it did not come in time, or Envoy ended before
   */
  public EnvoyLogLine await(long from, Predicate<EnvoyLogLine> wanted, Duration timeout) {
    return find(from, wanted, timeout)
        .orElseThrow(
            () ->
                new EnvoyException(
                    "The awaited line is not in Envoy's log after "
                        + timeout.toMillis()
                        + " ms. Its last lines:\n"
                        + tail(10)));
  }

  Optional<EnvoyLogLine> find(long from, Predicate<EnvoyLogLine> wanted, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    long next = from;
    while (true) {
      Batch batch = batch(next);
      next = batch.end();
      // The predicate is foreign code: it runs without the lock.
      Optional<EnvoyLogLine> found = batch.lines().stream().filter(wanted).findFirst();
      if (found.isPresent() || !awaitMore(next, deadline)) {
        return found;
      }
    }
  }

  private record Batch(List<EnvoyLogLine> lines, long end) {}

  private Batch batch(long from) {
    lock.lock();
    try {
      return new Batch(lines(from), added);
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitMore(long position, long deadline) {
    lock.lock();
    try {
      while (added <= position && !ended) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || !changed.await(left, TimeUnit.NANOSECONDS)) {
          return added > position;
        }
      }
      return added > position;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvoyException("Interrupted while waiting for Envoy's log.", e);
    } finally {
      lock.unlock();
    }
  }

  void add(EnvoyLogLine line) {
    lock.lock();
    try {
      lines.add(line);
      if (lines.size() > KEPT) {
        lines.remove();
      }
      added++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  String tail(int count) {
    List<EnvoyLogLine> all = lines();
    StringBuilder text = new StringBuilder();
    for (EnvoyLogLine line : all.subList(Math.max(0, all.size() - count), all.size())) {
      text.append("  ").append(line.level()).append(' ').append(line.message()).append('\n');
    }
    return text.toString().stripTrailing();
  }
}
