package io.proxywasm.bench.soak;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Function;

/** Opens connections to a listener, with a few threads for all of them. Thread-safe. */
final class SoakClient {
  private static final AttributeKey<Connection> CONNECTION = AttributeKey.valueOf("soak");

  private final EventLoopGroup loops;
  private final int port;

  SoakClient(EventLoopGroup loops, int port) {
    this.loops = loops;
    this.port = port;
  }

  Connection http1() {
    return opened(open(Http1Connection::new).syncUninterruptibly());
  }

  Connection http2() {
    return opened(open(Http2Connection::new).syncUninterruptibly());
  }

  /** Opens one like another, without waiting. */
  void reopen(Connection old, Consumer<Connection> then) {
    var unused =
        open(old instanceof Http1Connection ? Http1Connection::new : Http2Connection::new)
            .addListener((ChannelFuture done) -> then.accept(opened(done)));
  }

  private static Connection opened(ChannelFuture done) {
    return done.channel().attr(CONNECTION).get();
  }

  private ChannelFuture open(Function<Channel, Connection> type) {
    return new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Connection.PATIENCE_SECONDS * 1000)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel socket) {
                socket.attr(CONNECTION).set(type.apply(socket));
              }
            })
        .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }
}
