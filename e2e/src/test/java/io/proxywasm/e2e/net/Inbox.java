package io.proxywasm.e2e.net;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** A message that is being received. Threads may wait for its parts. */
public final class Inbox {
  private static final long PATIENCE_SECONDS = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Field> headers = List.of();
  private final List<byte[]> chunks = new ArrayList<>();
  private List<Field> trailers = List.of();
  private final List<Field> metadata = new ArrayList<>();
  private int size;
  private boolean ended;
  private boolean reset;

  void head(List<Field> fields) {
    change(() -> headers = fields);
  }

  void data(byte[] bytes) {
    change(
        () -> {
          if (bytes.length > 0) {
            chunks.add(bytes);
            size += bytes.length;
          }
        });
  }

  void trailers(List<Field> fields) {
    change(() -> trailers = fields);
  }

  void metadata(List<Field> fields) {
    change(() -> metadata.addAll(fields));
  }

  void end() {
    change(() -> ended = true);
  }

  void cut() {
    change(
        () -> {
          reset |= !ended;
          ended = true;
        });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the headers. */
  public Message awaitHead() {
    return await("headers", () -> !headers.isEmpty() || ended);
  }

  /** Waits until so many bytes of the body are there. */
  public Message awaitBytes(int count) {
    return await(count + " bytes", () -> size >= count || ended);
  }

  /** Waits until so many fields have come in METADATA frames, and returns them. */
  public List<Field> awaitMetadata(int count) {
    lock.lock();
    try {
      var unused = await(count + " metadata", () -> metadata.size() >= count || ended);
      return List.copyOf(metadata);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the end, regular or not. */
  public Message awaitEnd() {
    return await("the end", () -> ended);
  }

  private Message await(String what, BooleanSupplier condition) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          throw new AssertionError("no " + what + " after 20 s; so far: " + message());
        }
        left = changed.awaitNanos(left);
      }
      return message();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  private Message message() {
    return new Message(headers, List.copyOf(chunks), trailers, reset);
  }
}
