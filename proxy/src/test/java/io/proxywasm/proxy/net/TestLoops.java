package io.proxywasm.proxy.net;

import io.netty.channel.EventLoop;

/** Loops that are no threads of the proxy's. */
public final class TestLoops {
  private TestLoops() {}

  /** The first worker, on a loop of the test. */
  public static NettyEventLoop of(EventLoop loop) {
    return new NettyEventLoop(loop, 0);
  }
}
