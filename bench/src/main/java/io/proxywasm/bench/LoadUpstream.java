package io.proxywasm.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.proxywasm.envoy.EnvoyCluster;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The upstream of the load, and the service that plugins call: reads each request to its end and
 * says how many bytes its body had, and who sent it.
 */
final class LoadUpstream implements AutoCloseable {
  /** The header with the number of bytes. */
  static final String RECEIVED = "x-received";

  /** What a request must have as {@code authorization}; others get a 401. */
  static final String GOOD = "Bearer good";

  /** The value of {@code x-user} for those that have it. */
  static final String USER = "alice";

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;

  private LoadUpstream() {
    channel =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    client.pipeline().addLast(new HttpRequestDecoder(), new Answer());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  static LoadUpstream start() {
    return new LoadUpstream();
  }

  EnvoyCluster cluster(String name) {
    InetSocketAddress address = (InetSocketAddress) channel.localAddress();
    return EnvoyCluster.of(name, address.getHostString(), address.getPort());
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A client that is gone needs no answer.
  private static final class Answer extends SimpleChannelInboundHandler<HttpObject> {
    private boolean allowed;
    private int received;

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpRequest request) {
        allowed = GOOD.equals(request.headers().get("authorization"));
        received = 0;
      }
      if (message instanceof HttpContent content) {
        received += content.content().readableBytes();
      }
      if (message instanceof LastHttpContent) {
        String answer =
            "HTTP/1.1 "
                + (allowed ? "200 OK\r\nx-user: " + USER : "401 Unauthorized")
                + "\r\n"
                + RECEIVED
                + ": "
                + received
                + "\r\ncontent-length: 0\r\n\r\n";
        context.writeAndFlush(ByteBufUtil.writeAscii(context.alloc(), answer));
      }
    }
  }
}
