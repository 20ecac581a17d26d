package io.proxywasm.bench.soak;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Serves requests and callouts: sends back the token, what the callout brought, and the request's
 * body or the token again and again.
 */
final class SoakUpstream implements AutoCloseable {
  private final Channel channel;

  SoakUpstream(EventLoopGroup loops) {
    channel =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    client.pipeline().addLast(new HttpRequestDecoder(), new Echo());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A proxy that is gone needs no answer.
  private static final class Echo extends ChannelInboundHandlerAdapter {
    private final StringBuilder body = new StringBuilder();
    private @Nullable HttpRequest head;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        head = request;
      }
      if (message instanceof HttpContent content) {
        body.append(content.content().toString(StandardCharsets.US_ASCII));
      }
      ReferenceCountUtil.release(message);
      HttpRequest request = head;
      if (message instanceof LastHttpContent && request != null) {
        context.write(answer(context, request));
        head = null;
        body.setLength(0);
      }
    }

    private ByteBuf answer(ChannelHandlerContext context, HttpRequest request) {
      HttpHeaders headers = request.headers();
      String token = headers.get("x-token", "");
      String sent =
          request.method().equals(HttpMethod.GET)
              ? token.repeat(Integer.parseInt(headers.get("x-repeat", "1")))
              : body.toString();
      String called = headers.get("x-called", "");
      return ByteBufUtil.writeAscii(
          context.alloc(),
          "HTTP/1.1 200 OK\r\nx-token: "
              + token
              + (called.isEmpty() ? "" : "\r\nx-called: " + called)
              + "\r\ncontent-length: "
              + sent.length()
              + "\r\n\r\n"
              + sent);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var unused = context.close();
    }
  }
}
