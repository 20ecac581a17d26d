package io.proxywasm.host;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** A loop on the thread of the test, whose time stands still unless it is moved. */
final class TestLoop implements EventLoop {
  private record Timer(long at, long order, Runnable task, boolean[] cancelled) {}

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(
          (a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
  private long now;
  private long order;
  private boolean running;

  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(task);
    runAll();
  }

  private void runAll() {
    if (running) {
      return;
    }
    running = true;
    Runnable task;
    while ((task = tasks.poll()) != null) {
      task.run();
    }
    running = false;
  }

  @Override
  public Cancellable schedule(Runnable task, long delay, TimeUnit unit) {
    boolean[] cancelled = {false};
    timers.add(new Timer(now + unit.toNanos(delay), order++, task, cancelled));
    return () -> cancelled[0] = true;
  }

  /** Moves the time on and does what is due on the way. */
  void advance(long amount, TimeUnit unit) {
    long until = now + unit.toNanos(amount);
    while (!timers.isEmpty() && timers.peek().at <= until) {
      Timer due = timers.remove();
      now = due.at;
      if (!due.cancelled[0]) {
        due.task.run();
      }
    }
    now = until;
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long currentTimeNanos() {
    return 1_000_000_000L + now;
  }
}
