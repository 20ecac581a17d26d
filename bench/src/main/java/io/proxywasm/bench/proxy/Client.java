package io.proxywasm.bench.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps some requests under way on a few connections, by HTTP/1.1 or HTTP/2. */
final class Client implements AutoCloseable {
  private static final int CONNECTIONS = 8;
  private static final int STREAMS = 8;
  private static final int PATIENCE_SECONDS = 120;

  private static final AttributeKey<Http2> HTTP_2 = AttributeKey.valueOf("bench http2");

  private final List<Channel> channels = new ArrayList<>();
  private final EventLoop loop;

  private Client(EventLoop loop) {
    this.loop = loop;
  }

  static Client connect(EventLoop loop, int port, boolean http2) {
    Client client = new Client(loop);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    if (http2) {
                      Http2 connection = new Http2();
                      channel.attr(HTTP_2).set(connection);
                      channel.pipeline().addLast(connection.handler);
                    } else {
                      channel.pipeline().addLast(new HttpResponseDecoder(), new Http1());
                    }
                  }
                });
    for (int i = 0; i < (http2 ? 1 : CONNECTIONS); i++) {
      client.channels.add(
          bootstrap
              .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .syncUninterruptibly()
              .channel());
    }
    return client;
  }

  /** Sends so many requests and waits for their responses, each of which must be a 200. */
  void run(int requests) {
    Load load = new Load(requests);
    loop.execute(() -> channels.forEach(channel -> start(channel, load)));
    load.done().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  private static void start(Channel channel, Load load) {
    Http1 http1 = channel.pipeline().get(Http1.class);
    if (http1 != null) {
      http1.start(load);
    } else {
      channel.attr(HTTP_2).get().start(channel, load);
    }
  }

  @Override
  public void close() {
    channels.forEach(channel -> channel.close().syncUninterruptibly());
  }

  /** One request at a time on a connection. */
  @SuppressWarnings("FutureReturnValueIgnored") // A write that fails closes the connection.
  private static final class Http1 extends ChannelInboundHandlerAdapter {
    private static final ByteBuf REQUEST =
        Unpooled.unreleasableBuffer(
            Unpooled.directBuffer()
                .writeBytes(
                    """
                    GET /x/items?page=2 HTTP/1.1\r
                    host: bench.example\r
                    user-agent: proxy-wasm-bench/1\r
                    accept: */*\r
                    accept-encoding: gzip, br\r
                    x-request-source: load\r
                    \r
                    """
                        .getBytes(StandardCharsets.US_ASCII))
                .asReadOnly());

    private Load load = new Load(0);
    private @Nullable ChannelHandlerContext context;
    private int status;

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
      context = added;
    }

    void start(Load next) {
      load = next;
      send();
    }

    private void send() {
      ChannelHandlerContext present = context;
      if (present != null && load.next()) {
        present.writeAndFlush(REQUEST.duplicate());
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
      if (message instanceof HttpResponse response) {
        status = response.status().code();
      }
      boolean last = message instanceof LastHttpContent;
      ReferenceCountUtil.release(message);
      if (last) {
        load.answered(status);
        send();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
      load.failed(new IllegalStateException("the connection was closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
      load.failed(cause);
    }
  }

  /** Some streams at a time on one connection. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private static final class Http2 extends Http2EventAdapter {
    private static final Http2Headers REQUEST =
        new DefaultHttp2Headers()
            .method("GET")
            .scheme("http")
            .path("/x/items?page=2")
            .authority("bench.example")
            .add("user-agent", "proxy-wasm-bench/1")
            .add("accept", "*/*")
            .add("accept-encoding", "gzip, br")
            .add("x-request-source", "load");

    private final Http2ConnectionHandler handler =
        new Http2ConnectionHandlerBuilder().server(false).frameListener(this).build();
    private Load load = new Load(0);
    private int status;

    void start(Channel channel, Load next) {
      load = next;
      ChannelHandlerContext context = channel.pipeline().context(handler);
      for (int i = 0; i < STREAMS; i++) {
        send(context);
      }
      context.flush();
    }

    private void send(ChannelHandlerContext context) {
      if (load.next()) {
        int id = handler.connection().local().incrementAndGetNextStreamId();
        handler.encoder().writeHeaders(context, id, REQUEST, 0, true, context.newPromise());
      }
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int streamId,
        Http2Headers headers,
        int streamDependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean endOfStream) {
      onHeadersRead(context, streamId, headers, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int streamId,
        Http2Headers headers,
        int padding,
        boolean endOfStream) {
      CharSequence text = headers.status();
      status = text == null ? status : Integer.parseInt(text.toString());
      finish(context, endOfStream);
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean end) {
      int bytes = data.readableBytes() + padding;
      finish(context, end);
      return bytes;
    }

    private void finish(ChannelHandlerContext context, boolean end) {
      if (end) {
        load.answered(status);
        send(context);
      }
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int streamId, long errorCode) {
      load.failed(new IllegalStateException("a stream was reset: " + errorCode));
    }

    @Override
    public void onGoAwayRead(
        ChannelHandlerContext context, int lastStreamId, long errorCode, ByteBuf debugData) {
      load.failed(new IllegalStateException("the connection was closed: " + errorCode));
    }
  }
}
