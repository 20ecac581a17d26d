package io.proxywasm.host;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One thread and its clock. VMs, contexts and streams live on one loop and are used on it only.
 * {@link #execute} and {@link #schedule} may be called from any thread.
 */
public interface EventLoop extends Executor {
  /** Runs a task on the loop later; what it returns takes the task back. */
  Cancellable schedule(Runnable task, long delay, TimeUnit unit);

  /** Whether the caller runs on this loop. */
  boolean inLoop();

  /** A clock that never goes back, in nanoseconds. */
  long nanoTime();

  /** The time of the day, in nanoseconds since 1970-01-01. */
  long currentTimeNanos();
}
