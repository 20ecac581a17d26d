package io.proxywasm.testkit;

import io.proxywasm.host.Cancellable;
import io.proxywasm.host.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** A loop on the test's own thread. Its time is that of the {@link VirtualClock}. */
final class VirtualLoop implements EventLoop {
  private final VirtualClock clock;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean running;

  VirtualLoop(VirtualClock clock) {
    this.clock = clock;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (running) {
      return;
    }
    running = true;
    try {
      Runnable next;
      while ((next = tasks.poll()) != null) {
        next.run();
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
