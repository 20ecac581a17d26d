package io.proxywasm.bench.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers every request with the same small 200. */
final class Upstream implements AutoCloseable {
  private static final byte[] BODY = "hello".getBytes(StandardCharsets.US_ASCII);

  private final Channel channel;

  private Upstream(Channel channel) {
    this.channel = channel;
  }

  static Upstream start(EventLoop loop, boolean http2) {
    return new Upstream(
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    if (http2) {
                      client
                          .pipeline()
                          .addLast(Http2FrameCodecBuilder.forServer().build(), new Http2());
                    } else {
                      client.pipeline().addLast(new HttpRequestDecoder(), new Http1());
                    }
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel());
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A client that is gone needs no answer.
  private static final class Http1 extends ChannelInboundHandlerAdapter {
    private static final ByteBuf RESPONSE =
        Unpooled.unreleasableBuffer(
            Unpooled.directBuffer()
                .writeBytes(
                    "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 5\r\n\r\nhello"
                        .getBytes(StandardCharsets.US_ASCII))
                .asReadOnly());

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      boolean last = message instanceof LastHttpContent;
      ReferenceCountUtil.release(message);
      if (last) {
        context.write(RESPONSE.duplicate());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private static final class Http2 extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      boolean last =
          message instanceof Http2HeadersFrame headers && headers.isEndStream()
              || message instanceof Http2DataFrame data && data.isEndStream();
      if (last && message instanceof Http2StreamFrame frame) {
        context.write(
            new DefaultHttp2HeadersFrame(
                    new DefaultHttp2Headers()
                        .status("200")
                        .add("content-type", "text/plain")
                        .add("content-length", "5"))
                .stream(frame.stream()));
        context.write(
            new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(BODY), true).stream(frame.stream()));
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }
}
