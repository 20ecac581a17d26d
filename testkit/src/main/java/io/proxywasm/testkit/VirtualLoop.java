package io.proxywasm.testkit;

import io.proxywasm.host.Cancellable;
import io.proxywasm.host.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * A loop on the test's own thread. Its time is that of the {@link VirtualClock}. What is put on it
 * while something runs comes after that, as on a proxy's loop: no callback runs within another one.
 */
final class VirtualLoop implements EventLoop {
  private final VirtualClock clock;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Runnable afterEach;
  private boolean running;

  /**
   * Makes a loop.
   *
   * @param afterEach what to do after each task
   */
  VirtualLoop(VirtualClock clock, Runnable afterEach) {
    this.clock = clock;
    this.afterEach = afterEach;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (!running) {
      runAll();
    }
  }

  /** Runs a step of the test now, and then what it has put on the loop. */
  void now(Runnable step) {
    if (running) {
      step.run();
      return;
    }
    running = true;
    try {
      step.run();
      afterEach.run();
    } finally {
      running = false;
    }
    runAll();
  }

  private void runAll() {
    running = true;
    try {
      Runnable next;
      while ((next = tasks.poll()) != null) {
        next.run();
        afterEach.run();
      }
    } finally {
      running = false;
    }
  }

  @Override
  public Cancellable schedule(Runnable task, long delay, TimeUnit unit) {
    return clock.schedule(() -> execute(task), unit.toNanos(delay));
  }

  /** Runs something on the loop when time has passed. */
  Cancellable later(Duration delay, Runnable task) {
    return clock.schedule(() -> execute(task), delay.toNanos());
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  public long currentTimeNanos() {
    return clock.currentTimeNanos();
  }
}
