package io.proxywasm.proxy.log;

import io.proxywasm.abi.LogLevel;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands lines to a target on a thread of its own, so that whoever logs does not wait. What does not
 * fit between them is dropped, counted, and told of as soon as there is room again.
 */
final class AsyncLog implements AutoCloseable {
  private static final int MAX_LINES = 1 << 16;
  private static final int MAX_CHARS = 1 << 25;
  private static final int BATCH = 256;

  private final LogTarget target;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Thread writer;
  private final int maxLines;
  private final int maxChars;
  private final ArrayDeque<Object> queue = new ArrayDeque<>();
  private int chars;
  private long dropped;
  private long droppedSinceTold;
  private boolean closed;

  AsyncLog(LogTarget target) {
    this(target, MAX_LINES, MAX_CHARS);
  }

  AsyncLog(LogTarget target, int maxLines, int maxChars) {
    this.target = target;
    this.maxLines = maxLines;
    this.maxChars = maxChars;
    writer = new Thread(this::run, "pwj-log");
    writer.setDaemon(true);
    writer.start();
  }

  /** Takes a line, or counts it when there is no room. */
  void add(LogLine line) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      // One line of any length finds room in an empty queue.
      if (queue.size() >= maxLines || (chars > 0 && chars + line.message().length() > maxChars)) {
        dropped++;
        droppedSinceTold++;
        return;
      }
      chars += line.message().length();
      queue.add(line);
      if (queue.size() == 1) {
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many lines were dropped since the start. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all lines that were taken before are with the target; not for ever. */
  void flush() {
    CountDownLatch done = new CountDownLatch(1);
    lock.lock();
    try {
      if (closed) {
        return;
      }
      queue.add(done);
      filled.signal();
    } finally {
      lock.unlock();
    }
    await(done);
  }

  private static void await(CountDownLatch done) {
    try {
      boolean unused = done.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Object[] batch = new Object[BATCH];
    while (true) {
      int count = take(batch);
      if (count < 0) {
        return;
      }
      write(batch, count);
    }
  }

  private void write(Object[] batch, int count) {
    try {
      for (int i = 0; i < count; i++) {
        if (batch[i] instanceof LogLine line) {
          target.line(line);
        }
      }
      target.flush();
    } catch (RuntimeException | Error e) {
      // The target is the log: there is nowhere to say so, but the next line may find it well.
    } finally {
      for (int i = 0; i < count; i++) {
        if (batch[i] instanceof CountDownLatch latch) {
          latch.countDown();
        }
      }
    }
  }

  /** Waits for lines; -1 is the end. */
  private int take(@Nullable Object[] batch) {
    lock.lock();
    try {
      while (queue.isEmpty()) {
        if (droppedSinceTold > 0) {
          batch[0] = droppedLine();
          return 1;
        }
        if (closed) {
          return -1;
        }
        filled.awaitUninterruptibly();
      }
      int count = 0;
      while (count < batch.length && !queue.isEmpty()) {
        Object next = queue.remove();
        if (next instanceof LogLine line) {
          chars -= line.message().length();
        }
        batch[count++] = next;
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  private LogLine droppedLine() {
    String text = droppedSinceTold + " log lines were dropped: they came faster than they are read";
    droppedSinceTold = 0;
    return new LogLine(
        System.currentTimeMillis(), Thread.currentThread().getId(), LogLevel.WARN, "misc", text);
  }

  /** Writes what is there and ends. */
  @Override
  public void close() {
    flush();
    lock.lock();
    try {
      closed = true;
      filled.signal();
    } finally {
      lock.unlock();
    }
    try {
      writer.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
