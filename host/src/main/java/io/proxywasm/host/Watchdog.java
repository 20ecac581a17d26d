package io.proxywasm.host;

import io.proxywasm.host.guest.Guest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stops callbacks that run or allocate too long. One thread looks at all VMs that have a limit; a
 * callback pays two plain writes for it.
 */
final class Watchdog implements AutoCloseable {
  /** How long a write may take to be seen by another thread; it is far less. */
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final long COARSEST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long FINEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Allocations allocations = Allocations.ofThisJvm();
  private @Nullable Thread thread;
  private volatile boolean closed;

  /** Watches a guest; null when nothing is limited. */
  @Nullable Watch watch(PluginLimits limits, Guest guest) {
    if (limits.callbackTimeout().isZero() && limits.maxAllocationBytes() == 0) {
      return null;
    }
    Watch watch = new Watch(limits, guest);
    watches.add(watch);
    startThread();
    return watch;
  }

  private synchronized void startThread() {
    if (thread == null && !closed) {
      Thread fresh = new Thread(this::run, "proxy-wasm-watchdog");
      fresh.setDaemon(true);
      fresh.start();
      thread = fresh;
    } else {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      long pause = COARSEST_NANOS;
      for (Watch watch : watches) {
        watch.look();
        pause = Math.min(pause, watch.pause());
      }
      LockSupport.parkNanos(this, pause);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** What is known of one VM. */
  final class Watch {
    private final Duration timeout;
    private final long maxAllocation;
    private final Guest guest;

    /** Odd while a callback runs; written by the VM's thread only. */
    @SuppressWarnings("UnusedVariable") // By CALLS.
    private long calls;

    private volatile @Nullable Thread vmThread;

    /** The call that is to be stopped; even numbers are none. */
    private volatile long stopping;

    private volatile @Nullable String reason;
    private long seen;
    private long seenAt;
    private long allocatedAt;

    private Watch(PluginLimits limits, Guest guest) {
      this.timeout = limits.callbackTimeout();
      this.maxAllocation = limits.maxAllocationBytes();
      this.guest = guest;
    }

    void enter() {
      if (vmThread == null) {
        vmThread = Thread.currentThread();
      }
      CALLS.setOpaque(this, (long) CALLS.getOpaque(this) + 1);
    }

    void leave() {
      CALLS.setOpaque(this, (long) CALLS.getOpaque(this) + 1);
      if (stopping != 0) {
        settle();
      }
    }

    /** The watchdog may interrupt until here, but not later. */
    private synchronized void settle() {
      stopping = 0;
      var unused = Thread.interrupted();
    }

    /** Why the watchdog stopped the VM; null when it did not. */
    @Nullable String reason() {
      return reason;
    }

    void close() {
      watches.remove(this);
    }

    private long pause() {
      long quarter = timeout.isZero() ? COARSEST_NANOS : timeout.toNanos() / 4;
      if (maxAllocation > 0) {
        quarter = Math.min(quarter, TimeUnit.MILLISECONDS.toNanos(10));
      }
      return Math.max(FINEST_NANOS, Math.min(quarter, COARSEST_NANOS));
    }

    private void look() {
      Thread running = vmThread;
      long now = System.nanoTime();
      long call = (long) CALLS.getOpaque(this);
      if (running == null || (call & 1) == 0) {
        return;
      }
      if (call != seen) {
        seen = call;
        seenAt = now;
        allocatedAt = maxAllocation == 0 ? 0 : allocations.of(running);
        return;
      }
      if (!timeout.isZero() && now - seenAt >= timeout.toNanos()) {
        stop(call, running, "a callback ran longer than " + timeout.toMillis() + " ms");
      } else if (maxAllocation > 0 && allocations.of(running) - allocatedAt > maxAllocation) {
        stop(call, running, "a callback allocated more than " + maxAllocation + " bytes");
      }
    }

    private void stop(long call, Thread running, String why) {
      stopping = call;
      // The VM's thread writes without a fence, which would cost every callback: either it sees
      // what was just written, and waits for the lock below, or its own write is seen by now.
      LockSupport.parkNanos(SETTLE_NANOS);
      synchronized (this) {
        if (stopping == call && (long) CALLS.getOpaque(this) == call) {
          reason = "The plugin was stopped: " + why;
          guest.interrupt(running);
        } else {
          stopping = 0;
        }
      }
    }
  }

  private static final VarHandle CALLS;

  static {
    try {
      CALLS = MethodHandles.lookup().findVarHandle(Watch.class, "calls", long.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no field", e);
    }
  }
}
