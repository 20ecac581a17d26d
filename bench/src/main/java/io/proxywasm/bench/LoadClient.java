package io.proxywasm.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a counted number of requests to one port of this machine over a few kept-alive connections,
 * one at a time on each.
 *
 * <p>All connections live on one event loop, so their handlers share a {@link LoadRun} without
 * locks.
 */
final class LoadClient implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 300;

  private final List<Channel> connections = new ArrayList<>();
  private final EventLoop loop;

  private LoadClient(EventLoop loop) {
    this.loop = loop;
  }

  /** Connects to {@code port} on the loopback interface, to send the requests of a workload. */
  static LoadClient connect(EventLoop loop, int port, Workload workload, int connections) {
    LoadClient client = new LoadClient(loop);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpResponseDecoder(), new LoadHandler(workload));
                  }
                });
    for (int i = 0; i < connections; i++) {
      client.connections.add(
          bootstrap
              .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .syncUninterruptibly()
              .channel());
    }
    return client;
  }

  /**
   * Sends {@code requests} requests and waits for their responses; fails if one of them is not what
   * is expected.
   */
  void run(int requests, boolean filtered) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    LoadRun run = new LoadRun(requests, filtered, done);
    loop.execute(
        () -> connections.forEach(channel -> channel.pipeline().get(LoadHandler.class).start(run)));
    try {
      done.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    } catch (ExecutionException e) {
      throw new BenchException("the load failed: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new BenchException(
          requests + " requests took longer than " + TIMEOUT_SECONDS + " s", e);
    }
  }

  @Override
  public void close() {
    connections.forEach(channel -> channel.close().syncUninterruptibly());
  }
}
