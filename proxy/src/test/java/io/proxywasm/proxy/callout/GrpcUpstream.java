package io.proxywasm.proxy.callout;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An HTTP/2 server that answers as a test says, well or badly. */
final class GrpcUpstream implements AutoCloseable {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;

  /** What came: {@code HEADERS ...}, {@code DATA ...}, {@code END}, {@code RESET ...}. */
  final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();

  /** A stream that is being answered. */
  static final class Answer {
    private final ChannelHandlerContext context;
    private ChannelFuture written;

    private Answer(ChannelHandlerContext context) {
      this.context = context;
      this.written = context.newSucceededFuture();
    }

    Answer headers(String... namesAndValues) {
      return headers(false, namesAndValues);
    }

    Answer end(String... namesAndValues) {
      return headers(true, namesAndValues);
    }

    private Answer headers(boolean end, String... namesAndValues) {
      Http2Headers headers = new DefaultHttp2Headers(false);
      for (int i = 0; i < namesAndValues.length; i += 2) {
        headers.add(namesAndValues[i], namesAndValues[i + 1]);
      }
      written = context.writeAndFlush(new DefaultHttp2HeadersFrame(headers, end));
      return this;
    }

    Answer message(String text) {
      return data(frame(0, text), false);
    }

    Answer data(byte[] bytes, boolean end) {
      written =
          context.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), end));
      return this;
    }

    Answer reset(Http2Error error) {
      // A reset overtakes what is not on the wire yet.
      written.addListener(
          done -> {
            var unused = context.writeAndFlush(new DefaultHttp2ResetFrame(error));
          });
      return this;
    }
  }

  /** A frame of gRPC. */
  static byte[] frame(int flag, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    ByteBuf frame = Unpooled.buffer();
    frame.writeByte(flag).writeInt(bytes.length).writeBytes(bytes);
    byte[] all = new byte[frame.readableBytes()];
    frame.readBytes(all);
    return all;
  }

  /**
   * Starts a server.
   *
   * @param script answers a stream when its request has ended
   */
  GrpcUpstream(Consumer<Answer> script) {
    channel =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    connection
                        .pipeline()
                        .addLast(Http2FrameCodecBuilder.forServer().build())
                        .addLast(
                            new Http2MultiplexHandler(
                                new ChannelInitializer<Channel>() {
                                  @Override
                                  protected void initChannel(Channel stream) {
                                    stream.pipeline().addLast(new Stream(script));
                                  }
                                }));
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  private final class Stream extends ChannelInboundHandlerAdapter {
    private final Consumer<Answer> script;

    Stream(Consumer<Answer> script) {
      this.script = script;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      boolean end = false;
      if (message instanceof Http2HeadersFrame headers) {
        StringBuilder text = new StringBuilder("HEADERS");
        headers
            .headers()
            .forEach(
                header ->
                    text.append(' ').append(header.getKey()).append('=').append(header.getValue()));
        received.add(text.toString());
        end = headers.isEndStream();
      } else if (message instanceof Http2DataFrame data) {
        received.add("DATA " + data.content().toString(UTF_8));
        end = data.isEndStream();
        data.release();
      }
      if (end) {
        received.add("END");
        script.accept(new Answer(context));
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof Http2ResetFrame reset) {
        received.add("RESET " + reset.errorCode());
      }
    }
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  String next() throws InterruptedException {
    return String.valueOf(received.poll(20, TimeUnit.SECONDS));
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
