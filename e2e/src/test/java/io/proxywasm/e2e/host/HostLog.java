package io.proxywasm.e2e.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** All that a host logged. Safe for use by several threads. */
public final class HostLog {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<LogLine> lines = new ArrayList<>();
  private boolean ended;

  void add(LogLine line) {
    lock.lock();
    try {
      lines.add(line);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will come. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many records there are. */
  public int position() {
    lock.lock();
    try {
      return lines.size();
    } finally {
      lock.unlock();
    }
  }

  /** The records from a position on. */
  public List<LogLine> lines(int from) {
    lock.lock();
    try {
      return List.copyOf(lines.subList(Math.min(from, lines.size()), lines.size()));
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a record at a position or later. */
  public LogLine await(int from, Predicate<LogLine> wanted, Duration patience) {
    lock.lock();
    try {
      long left = patience.toNanos();
      int next = from;
      while (true) {
        for (; next < lines.size(); next++) {
          if (wanted.test(lines.get(next))) {
            return lines.get(next);
          }
        }
        if (left <= 0 || ended) {
          throw new AssertionError(
              "the awaited line is not in the log"
                  + (ended ? ", which has ended" : " after " + patience.toSeconds() + " s")
                  + ". Its last lines:\n"
                  + tail(from));
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  private String tail(int from) {
    StringBuilder text = new StringBuilder();
    for (int i = Math.max(from, lines.size() - 20); i < lines.size(); i++) {
      text.append("  ").append(lines.get(i)).append('\n');
    }
    return text.toString();
  }
}
