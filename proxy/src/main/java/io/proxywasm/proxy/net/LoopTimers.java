package io.proxywasm.proxy.net;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Timeouts that mostly do not happen: starting and stopping one costs a few nanoseconds, and they
 * come a little late (10 ms, or 5% of the time). Used on one loop.
 */
public final class LoopTimers {
  private static final long COARSE_FROM = TimeUnit.SECONDS.toNanos(4);
  private final Wheel fine;
  private final Wheel coarse;

  LoopTimers(EventLoop loop) {
    fine = new Wheel(loop, TimeUnit.MILLISECONDS.toNanos(10));
    coarse = new Wheel(loop, TimeUnit.MILLISECONDS.toNanos(200));
  }

  /** Something that happens later unless it is stopped. Used on one loop. */
  public abstract static class Timer {
    private @Nullable Wheel wheel;
    private @Nullable Timer next;
    private @Nullable Timer previous;
    private long deadline;
    private int bucket;

    /** The time has come. */
    protected abstract void fire();

    /** Whether it was started and neither fired nor was stopped. */
    public final boolean isRunning() {
      return wheel != null;
    }

    /** Takes it back, if it is running. */
    public final void stop() {
      if (wheel != null) {
        wheel.remove(this);
      }
    }
  }

  /** Starts a timer, or starts it anew. */
  public void start(Timer timer, long delayNanos) {
    timer.stop();
    (delayNanos < COARSE_FROM ? fine : coarse).add(timer, Math.max(0, delayNanos));
  }

  /** A wheel of lists; ticks only while a timer is in it. */
  private static final class Wheel implements Runnable {
    private static final int BUCKETS = 512;
    private final EventLoop loop;
    private final long tick;
    private final long start = System.nanoTime();
    private final @Nullable Timer[] buckets = new Timer[BUCKETS];
    private long current;
    private int size;
    private boolean ticking;

    Wheel(EventLoop loop, long tick) {
      this.loop = loop;
      this.tick = tick;
    }

    void add(Timer timer, long delay) {
      long now = System.nanoTime() - start;
      if (size == 0 && !ticking) {
        current = now / tick;
      }
      timer.deadline = now + delay;
      timer.wheel = this;
      int bucket = (int) (Math.max(current + 1, timer.deadline / tick + 1) & (BUCKETS - 1));
      timer.bucket = bucket;
      timer.next = buckets[bucket];
      if (timer.next != null) {
        timer.next.previous = timer;
      }
      buckets[bucket] = timer;
      size++;
      if (!ticking) {
        ticking = true;
        scheduleTick();
      }
    }

    void remove(Timer timer) {
      if (timer.previous == null) {
        buckets[timer.bucket] = timer.next;
      } else {
        timer.previous.next = timer.next;
      }
      if (timer.next != null) {
        timer.next.previous = timer.previous;
      }
      timer.next = null;
      timer.previous = null;
      timer.wheel = null;
      size--;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Goes on until the wheel is empty.
    private void scheduleTick() {
      long due = start + (current + 1) * tick;
      loop.schedule(this, Math.max(1, due - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
      long now = System.nanoTime() - start;
      long target = now / tick;
      if (target - current > BUCKETS) {
        current = target - BUCKETS;
      }
      while (current < target) {
        current++;
        expire((int) (current & (BUCKETS - 1)), now);
      }
      if (size == 0) {
        ticking = false;
      } else {
        scheduleTick();
      }
    }

    /** The others must not suffer when one fails. */
    private static void fire(Timer timer) {
      try {
        timer.fire();
      } catch (RuntimeException e) {
        ConnectionErrors.log(e);
      }
    }

    /** A timer may stop others, and start them again, so the list is walked from its head. */
    private void expire(int bucket, long now) {
      Timer timer = buckets[bucket];
      while (timer != null) {
        if (timer.deadline <= now) {
          remove(timer);
          fire(timer);
          timer = buckets[bucket];
        } else {
          timer = timer.next;
        }
      }
    }
  }
}
