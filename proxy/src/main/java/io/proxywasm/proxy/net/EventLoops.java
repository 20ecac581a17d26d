package io.proxywasm.proxy.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the proxy: workers, which serve connections, and a main loop for all else (admin,
 * ticks of plugins), as in Envoy.
 */
public final class EventLoops implements AutoCloseable {
  private final EventLoopGroup workerGroup;
  private final EventLoopGroup mainGroup;
  private final List<NettyEventLoop> workers;
  private final NettyEventLoop main;

  private EventLoops(int count) {
    workerGroup =
        new MultiThreadIoEventLoopGroup(
            count, new DefaultThreadFactory("pwj-worker", true), NioIoHandler.newFactory());
    mainGroup =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("pwj-main", true), NioIoHandler.newFactory());
    List<NettyEventLoop> loops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      loops.add(new NettyEventLoop(workerGroup.next(), i));
    }
    workers = List.copyOf(loops);
    main = new NettyEventLoop(mainGroup.next(), -1);
  }

  /** Starts a thread for each worker, at least one, and the main loop. */
  public static EventLoops start(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("at least one worker, not " + workers);
    }
    return new EventLoops(workers);
  }

  /** The loops of connections. */
  public List<NettyEventLoop> workers() {
    return workers;
  }

  /** All workers, in turn, as Netty wants them. */
  public EventLoopGroup workerGroup() {
    return workerGroup;
  }

  /** The worker of one of Netty's loops. */
  public NettyEventLoop of(EventLoop netty) {
    for (NettyEventLoop worker : workers) {
      if (worker.netty() == netty) {
        return worker;
      }
    }
    throw new IllegalArgumentException("not a worker's loop");
  }

  /** The loop of all else. */
  public NettyEventLoop main() {
    return main;
  }

  /** Ends the threads; waits for what they are at. Not called on a loop. */
  @Override
  public void close() {
    var workersEnd = workerGroup.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    var mainEnd = mainGroup.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    workersEnd.awaitUninterruptibly(5, TimeUnit.SECONDS);
    mainEnd.awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
