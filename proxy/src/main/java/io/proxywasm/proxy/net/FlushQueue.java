package io.proxywasm.proxy.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Channels that were written to since the last flush. What one read brings is written in one system
 * call: handlers write without flushing, and flush all when the read is over. Used on one loop.
 */
public final class FlushQueue {
  private final EventLoop loop;
  private final List<Pending> pending = new ArrayList<>();
  private final Runnable flush = this::flush;
  private boolean scheduled;
  private boolean reading;

  FlushQueue(EventLoop loop) {
    this.loop = loop;
  }

  /** A channel in the queue, at most once. One for each channel. */
  public static final class Pending {
    private final ChannelHandlerContext context;
    private boolean queued;

    /** Makes one. */
    public Pending(ChannelHandlerContext context) {
      this.context = context;
    }
  }

  /** A read begins: {@link #flush} will be called at its end. */
  public void readBegins() {
    reading = true;
  }

  /** The channel was written to. */
  public void add(Pending channel) {
    if (channel.queued) {
      return;
    }
    channel.queued = true;
    pending.add(channel);
    if (!reading && !scheduled) {
      scheduled = true;
      loop.execute(flush);
    }
  }

  /** A read is over: flushes all. */
  public void flush() {
    reading = false;
    scheduled = false;
    for (int i = 0; i < pending.size(); i++) {
      Pending channel = pending.get(i);
      channel.queued = false;
      channel.context.flush();
    }
    pending.clear();
  }
}
