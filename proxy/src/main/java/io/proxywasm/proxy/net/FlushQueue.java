package io.proxywasm.proxy.net;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Channels that were written to since the last flush. What one read brings is written in one system
 * call: handlers write without flushing, and flush all when the read is over. Used on one loop.
 */
public final class FlushQueue {
  private final EventLoop loop;
  private final List<Flushable> pending = new ArrayList<>();
  private boolean scheduled;
  private boolean reading;

  FlushQueue(EventLoop loop) {
    this.loop = loop;
  }

  /** What is to be flushed; at most once in the queue. */
  public abstract static class Flushable {
    private boolean queued;

    /** Writes to the network what was written. */
    protected abstract void flushNow();
  }

  /** A read begins: {@link #flush} will be called at its end. */
  public void readBegins() {
    reading = true;
  }

  /** The channel was written to. */
  public void add(Flushable channel) {
    if (channel.queued) {
      return;
    }
    channel.queued = true;
    pending.add(channel);
    if (!reading && !scheduled) {
      scheduled = true;
      loop.execute(this::flushScheduled);
    }
  }

  private void flushScheduled() {
    scheduled = false;
    flush();
  }

  /** A read is over: flushes all. */
  public void flush() {
    reading = false;
    for (int i = 0; i < pending.size(); i++) {
      Flushable channel = pending.get(i);
      channel.queued = false;
      channel.flushNow();
    }
    pending.clear();
  }
}
