package io.proxywasm.proxy.net;

import io.proxywasm.host.Cancellable;
import io.proxywasm.host.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A thread of Netty, with what is shared by all connections on it. */
public final class NettyEventLoop implements EventLoop {
  private final io.netty.channel.EventLoop loop;
  private final int index;
  private final LoopTimers timers;
  private final FlushQueue flushes;

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
    java.time.Instant now = java.time.Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
