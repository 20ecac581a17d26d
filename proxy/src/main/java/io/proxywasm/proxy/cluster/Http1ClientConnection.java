package io.proxywasm.proxy.cluster;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.config.Http1ProtocolOptions;
import io.proxywasm.proxy.http1.Http1Error;
import io.proxywasm.proxy.http1.Http1Handler;
import io.proxywasm.proxy.http1.Http1Parser;
import io.proxywasm.proxy.http1.Http1Writer;
import io.proxywasm.proxy.net.NettyBuffer;
import org.jspecify.annotations.Nullable;

/** HTTP/1 to an endpoint: one exchange at a time. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that fails is closed: that is heard.
final class Http1ClientConnection extends ClientConnection implements ClientStream, Http1Handler {
  private static final int MAX_RESPONSE_HEADERS = 60 * 1024;
  private static final int MAX_RESPONSE_HEADERS_COUNT = 100;

  private final Http1ProtocolOptions options;
  private final Http1Parser parser;
  private final Handler handler = new Handler();
  private @Nullable ChannelHandlerContext context;
  private @Nullable Http1Writer writer;
  private @Nullable Exchange exchange;
  private boolean ready;
  private boolean busy;
  private boolean responseEnded;
  private boolean closing;
  private boolean closeWhenIdle;

  Http1ClientConnection(HostPool pool, Http1ProtocolOptions options) {
    super(pool);
    this.options = options;
    this.parser =
        new Http1Parser(
            new Http1Parser.Options(
                null,
                MAX_RESPONSE_HEADERS,
                MAX_RESPONSE_HEADERS_COUNT,
                options.enableTrailers(),
                true),
            this);
  }

  @Override
  public String protocol() {
    return "HTTP/1.1";
  }

  @Override
  void addHandlers(SocketChannel opened) {
    opened.pipeline().addLast(handler);
  }

  @Override
  void established() {
    ready = true;
    startIdleTimer();
    pool.connected(this);
  }

  @Override
  boolean canStart() {
    return ready && !busy && !closing;
  }

  @Override
  void start(Exchange next) {
    ChannelHandlerContext channel = context;
    Http1Writer out = writer;
    if (channel == null || out == null) {
      throw new IllegalStateException("not connected");
    }
    stopIdleTimer();
    busy = true;
    responseEnded = false;
    exchange = next;
    parser.resume();
    parser.expectResponse("HEAD".equals(next.headers.get(":method")));
    next.attached(this, this);
    if (exchange != next) {
      return;
    }
    out.request(next.headers, next.isHeadersOnly());
    pool.loop().flushes().add(out);
    next.sendWaiting();
  }

  // The request.

  @Override
  public void body(NettyBuffer data, boolean endOfStream) {
    Http1Writer out = writer;
    if (out == null || closing) {
      data.release();
      return;
    }
    out.body(data, endOfStream);
    pool.loop().flushes().add(out);
  }

  @Override
  public void trailers(HeaderMap trailers) {
    Http1Writer out = writer;
    if (out != null && !closing) {
      out.trailers(trailers, options.enableTrailers());
      pool.loop().flushes().add(out);
    }
  }

  @Override
  public void reset() {
    exchange = null;
    close();
  }

  @Override
  public void pauseReading(boolean paused) {
    ChannelHandlerContext channel = context;
    if (channel != null) {
      channel.channel().config().setAutoRead(!paused);
    }
  }

  // The response.

  @Override
  public void onHeaders(HeaderMap headers, boolean endOfMessage) {
    Exchange current = exchange;
    if (current == null) {
      return;
    }
    if (endOfMessage) {
      endResponse();
    }
    current.responseHeaders(headers, endOfMessage);
  }

  @Override
  public void onBody(ByteBuf data, boolean endOfMessage) {
    Exchange current = exchange;
    if (current == null) {
      data.release();
      return;
    }
    if (endOfMessage) {
      endResponse();
    }
    current.responseBody(new NettyBuffer(data), endOfMessage);
  }

  @Override
  public void onTrailers(HeaderMap trailers) {
    Exchange current = exchange;
    if (current != null) {
      endResponse();
      current.responseTrailers(trailers);
    }
  }

  @Override
  public void onError(Http1Error error) {
    pool.stats().protocolErrors.increment();
    fail(ExchangeFailure.PROTOCOL_ERROR);
    close();
  }

  private void endResponse() {
    parser.pause();
    responseEnded = true;
    Exchange current = exchange;
    exchange = null;
    if (current == null || !current.isRequestEnded() || !parser.isKeepAlive()) {
      closing = true;
    }
  }

  private void fail(ExchangeFailure failure) {
    Exchange current = exchange;
    exchange = null;
    closing = true;
    if (current != null) {
      current.failed(failure, "");
    }
  }

  /** What came is read. Once the response is whole, the connection is for another request. */
  private void afterRead(ByteBuf rest) {
    if (rest.isReadable() && parser.failure() == null) {
      // More than was asked for.
      closing = true;
    }
    if (!busy || !responseEnded) {
      if (closing) {
        close();
      }
      return;
    }
    busy = false;
    if (closing || closeWhenIdle) {
      closing = true;
      close();
    } else {
      startIdleTimer();
      ChannelHandlerContext channel = context;
      if (channel != null && !channel.channel().config().isAutoRead()) {
        channel.channel().config().setAutoRead(true);
      }
      pool.available(this);
    }
  }

  @Override
  void closeWhenIdle() {
    closeWhenIdle = true;
    if (!busy) {
      closing = true;
      close();
    }
  }

  @Override
  void close() {
    closing = true;
    super.close();
  }

  /** Its place in Netty's pipeline. */
  private final class Handler extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext channel) {
      context = channel;
      writer = new Http1Writer(channel);
    }

    @Override
    public void channelActive(ChannelHandlerContext channel) {
      channelConnected();
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
      ByteBuf in = (ByteBuf) message;
      pool.loop().flushes().readBegins();
      pool.stats().receivedBytes.add(in.readableBytes());
      try {
        if (!busy) {
          // Nobody has asked: the upstream gives up the connection (408, for instance).
          close();
          return;
        }
        parser.parse(in);
        afterRead(in);
      } finally {
        in.release();
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext channel) {
      pool.loop().flushes().flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext channel) {
      Exchange current = exchange;
      if (current != null) {
        current.writable(channel.channel().isWritable());
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
      closing = true;
      if (busy && !responseEnded && parser.failure() == null) {
        boolean midway = parser.isInMessage();
        if (!parser.end()) {
          fail(midway ? ExchangeFailure.PROTOCOL_ERROR : ExchangeFailure.CONNECTION_TERMINATION);
        } else if (exchange != null) {
          fail(ExchangeFailure.CONNECTION_TERMINATION);
        }
      }
      Http1Writer out = writer;
      if (out != null) {
        out.discardPending();
      }
      pool.loop().flushes().flush();
      channelClosed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
      // A reset, or TLS that went wrong: channelInactive tells the rest.
      channel.close();
    }
  }
}
