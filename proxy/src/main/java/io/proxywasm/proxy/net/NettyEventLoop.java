package io.proxywasm.proxy.net;

import io.proxywasm.host.Cancellable;
import io.proxywasm.host.EventLoop;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A thread of Netty, with what is shared by all connections on it. */
public final class NettyEventLoop implements EventLoop {
  private static final long RESYNC_NANOS = 500_000_000L;
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final io.netty.channel.EventLoop loop;
  private final int index;
  private final LoopTimers timers;
  private final FlushQueue flushes;

  private volatile TimeOfDay timeOfDay = TimeOfDay.now();
  private long dateSecond = -1;
  private String date = "";

  NettyEventLoop(io.netty.channel.EventLoop loop, int index) {
    this.loop = loop;
    this.index = index;
    this.timers = new LoopTimers(loop);
    this.flushes = new FlushQueue(loop);
  }

  /** Netty's own. */
  public io.netty.channel.EventLoop netty() {
    return loop;
  }

  /** Which worker it is, from 0; the main loop is -1. */
  public int index() {
    return index;
  }

  /** Timeouts that mostly do not happen. Used on the loop. */
  public LoopTimers timers() {
    return timers;
  }

  /** Connections with bytes to flush. Used on the loop. */
  public FlushQueue flushes() {
    return flushes;
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public Cancellable schedule(Runnable task, long delay, TimeUnit unit) {
    Future<?> scheduled = loop.schedule(task, delay, unit);
    return () -> scheduled.cancel(false);
  }

  @Override
  public boolean inLoop() {
    return loop.inEventLoop();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long currentTimeNanos() {
    long now = System.nanoTime();
    TimeOfDay known = timeOfDay;
    if (now - known.atNanoTime > RESYNC_NANOS) {
      known = TimeOfDay.now();
      timeOfDay = known;
    }
    return known.nanos + (now - known.atNanoTime);
  }

  /** The time of the day at some moment; asking the system is dearer than adding to it. */
  private record TimeOfDay(long nanos, long atNanoTime) {
    static TimeOfDay now() {
      Instant now = Instant.now();
      return new TimeOfDay(
          now.getEpochSecond() * 1_000_000_000L + now.getNano(), System.nanoTime());
    }
  }

  /** The value of {@code date} in HTTP. Used on the loop. */
  public String httpDate() {
    long second = currentTimeNanos() / 1_000_000_000L;
    if (second != dateSecond) {
      dateSecond = second;
      date = HTTP_DATE.format(Instant.ofEpochSecond(second));
    }
    return date;
  }
}
