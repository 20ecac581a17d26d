package io.proxywasm.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.http1.Http1Error;
import io.proxywasm.proxy.http1.Http1Handler;
import io.proxywasm.proxy.http1.Http1Parser;
import io.proxywasm.proxy.http1.Http1Writer;
import io.proxywasm.proxy.net.ConnectionErrors;
import io.proxywasm.proxy.net.LoopTimers;
import io.proxywasm.proxy.net.NettyBuffer;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTP/1 with a client: one stream at a time. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that fails is closed, and that is heard.
final class Http1ServerConnection extends ServerConnection implements ServerCodec, Http1Handler {
  /** How long a client may go on sending to a connection that is to be closed, as in Envoy. */
  private static final long DELAYED_CLOSE = TimeUnit.SECONDS.toNanos(1);

  private final Http1Parser parser;
  private final boolean trailers;
  private final Handler handler = new Handler();
  private @Nullable ChannelHandlerContext context;
  private @Nullable Http1Writer writer;
  private @Nullable ServerStream stream;
  private @Nullable ByteBuf leftover;
  private LoopTimers.@Nullable Timer headersTimer;
  private boolean parsing;
  private boolean requestEnded;
  private boolean http10;
  private boolean headRequest;
  private boolean last;
  private boolean closing;
  private boolean draining;
  private boolean pausedByStream;
  private boolean pausedByLeftover;
  private int requests;

  Http1ServerConnection(
      HttpManager manager, NettyEventLoop loop, ConnectionInfo info, Channel channel) {
    super(manager, loop, info, channel);
    this.parser = new Http1Parser(manager.parserOptions(info.tls() != null), this);
    this.trailers = manager.config().http1().enableTrailers();
    manager.stats().http1Connections.increment();
    manager.stats().activeHttp1Connections.add(1);
  }

  ChannelInboundHandlerAdapter handler() {
    return handler;
  }

  private Http1Writer out() {
    Http1Writer out = writer;
    if (out == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return out;
  }

  private void changed() {
    Http1Writer out = writer;
    if (out != null) {
      loop().flushes().add(out);
    }
  }

  // Reading.

  /** Reads, until a request is whole that is not answered yet. */
  private void read(ByteBuf in) {
    parsing = true;
    try {
      do {
        if (stream == null && parser.isPaused() && !closing) {
          parser.resume();
        }
        parser.parse(in);
      } while (in.isReadable() && stream == null && !closing && parser.failure() == null);
    } finally {
      parsing = false;
    }
    if (closing || parser.failure() != null) {
      in.skipBytes(in.readableBytes());
    } else if (stream == null) {
      headersTimer();
    }
  }

  /** Headers that have begun must come to their end in time. */
  private void headersTimer() {
    var limit = manager().config().timeouts().requestHeaders();
    if (limit.isPresent() && parser.isInMessage() && headersTimer == null) {
      LoopTimers.Timer timer =
          new LoopTimers.Timer() {
            @Override
            protected void fire() {
              if (stream == null && !closing) {
                stopIdleTimer();
                stream = new ServerStream(Http1ServerConnection.this, Http1ServerConnection.this);
                requestEnded = false;
                last = true;
                stream.headersTimedOut();
              }
            }
          };
      headersTimer = timer;
      loop().timers().start(timer, limit.get().toNanos());
    }
  }

  private void stopHeadersTimer() {
    LoopTimers.Timer timer = headersTimer;
    if (timer != null) {
      headersTimer = null;
      timer.stop();
    }
  }

  private void received(ByteBuf in) {
    ByteBuf before = leftover;
    if (before != null) {
      leftover = null;
      ByteBuf joined = in.alloc().buffer(before.readableBytes() + in.readableBytes());
      joined.writeBytes(before).writeBytes(in);
      before.release();
      in.release();
      received(joined);
      return;
    }
    if (stream == null || !requestEnded) {
      read(in);
    }
    if (in.isReadable() && !closing) {
      leftover = in; // The next request waits for the answer to this one.
      pausedByLeftover = true;
      applyPause();
    } else {
      in.release();
    }
  }

  /** The stream is over: the next request can come, or has come already. */
  private void readLeftover() {
    ByteBuf rest = leftover;
    if (rest != null && !parsing && stream == null && !closing) {
      leftover = null;
      received(rest);
    }
    if (leftover == null && pausedByLeftover) {
      pausedByLeftover = false;
      applyPause();
    }
  }

  private void applyPause() {
    ChannelHandlerContext channel = context;
    if (channel != null) {
      channel.channel().config().setAutoRead(!(pausedByStream || pausedByLeftover));
    }
  }

  @Override
  public void onHeaders(HeaderMap headers, boolean endOfMessage) {
    stopIdleTimer();
    stopHeadersTimer();
    if (endOfMessage) {
      parser.pause();
    }
    requests++;
    requestEnded = endOfMessage;
    http10 = parser.isHttp10();
    headRequest = "HEAD".equals(headers.get(":method"));
    last = !parser.isKeepAlive() || isWornOut();
    ServerStream begun = new ServerStream(this, this);
    stream = begun;
    boolean schemeGiven = isSchemeGiven(headers);
    if (schemeGiven
        && manager().config().requestOptions().useRemoteAddress()
        && !isTls()
        && headers.value(1).equals("https")) {
      last = true;
      begun.codecError(Http1Error.HTTPS_WITHOUT_TLS);
      return;
    }
    begun.begin(headers, endOfMessage, schemeGiven, parser.isUpgrade());
  }

  private boolean isWornOut() {
    var most = manager().config().limits().maxRequestsPerConnection();
    return draining || (most.isPresent() && requests >= most.getAsInt());
  }

  /** A target that is a whole URL has its scheme before its path. */
  private static boolean isSchemeGiven(HeaderMap headers) {
    return headers.size() > 1 && headers.name(1).equals(":scheme");
  }

  @Override
  public void onBody(ByteBuf data, boolean endOfMessage) {
    if (endOfMessage) {
      parser.pause();
      requestEnded = true;
    }
    ServerStream current = stream;
    if (current == null) {
      data.release();
    } else {
      current.body(new NettyBuffer(data), endOfMessage);
    }
  }

  @Override
  public void onTrailers(HeaderMap received) {
    parser.pause();
    requestEnded = true;
    ServerStream current = stream;
    if (current != null) {
      current.trailers(received);
    }
  }

  @Override
  public void onError(Http1Error error) {
    manager().stats().protocolErrors.increment();
    stopHeadersTimer();
    last = true;
    ServerStream current = stream;
    if (current == null) {
      stopIdleTimer();
      http10 = false;
      headRequest = false;
      current = new ServerStream(this, this);
      stream = current;
    }
    current.codecError(error);
  }

  // Writing.

  @Override
  public String protocol() {
    return parser.isHttp10() ? "HTTP/1.0" : "HTTP/1.1";
  }

  @Override
  public boolean isMultiplexed() {
    return false;
  }

  @Override
  public boolean isLast() {
    return last || isWornOut();
  }

  @Override
  public void writeInformational(HeaderMap headers) {
    if (!http10) {
      out().response(headers, true, false, false);
      changed();
    }
  }

  @Override
  public void writeHeaders(HeaderMap headers, boolean endOfStream, boolean close) {
    last |= close;
    if (http10 && !endOfStream && !headers.contains("content-length")) {
      last = true; // Only its end tells the client that the body is whole.
    }
    if (last) {
      headers.set("connection", "close");
    } else if (http10) {
      headers.set("connection", "keep-alive");
    }
    out().response(headers, endOfStream, http10, headRequest);
    changed();
  }

  @Override
  public void writeBody(NettyBuffer data, boolean endOfStream) {
    manager().stats().sentBytes.add(data.length());
    if (headRequest) {
      data.release();
      out().writePending();
    } else {
      out().body(data, endOfStream);
    }
    changed();
  }

  @Override
  public void writeTrailers(HeaderMap sent) {
    out().trailers(sent, trailers);
    changed();
  }

  @Override
  public void finished(boolean whole) {
    stream = null;
    if (last || !whole) {
      close(whole);
      return;
    }
    startIdleTimer();
    if (leftover != null) {
      // Not at once: the upstream's connection is first to be free for the next request.
      loop().execute(this::readLeftover);
    }
  }

  /** Closes after what was written is sent. A client that still sends may do so for a while. */
  private void close(boolean whole) {
    ChannelHandlerContext channel = context;
    if (channel == null || closing) {
      return;
    }
    closing = true;
    out().writePending();
    discardLeftover();
    pausedByStream = false;
    pausedByLeftover = false;
    applyPause();
    if (whole || isTls() || !(channel.channel() instanceof DuplexChannel duplex)) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            sent -> {
              duplex.shutdownOutput();
              loop()
                  .timers()
                  .start(
                      new LoopTimers.Timer() {
                        @Override
                        protected void fire() {
                          channel.close();
                        }
                      },
                      DELAYED_CLOSE);
            });
  }

  private void discardLeftover() {
    ByteBuf rest = leftover;
    if (rest != null) {
      leftover = null;
      rest.release();
    }
  }

  /** What was sent so far is sent, and then nothing: so the client knows that it is not whole. */
  @Override
  public void reset() {
    stream = null;
    close(true);
  }

  @Override
  public void pauseReading(boolean paused) {
    pausedByStream = paused;
    applyPause();
  }

  @Override
  public void drain() {
    draining = true;
    if (stream == null && !closing) {
      close(true);
    }
  }

  /** Its place in Netty's pipeline. */
  private final class Handler extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext channel) {
      context = channel;
      writer = new Http1Writer(channel);
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
      ByteBuf in = (ByteBuf) message;
      loop().flushes().readBegins();
      manager().stats().receivedBytes.add(in.readableBytes());
      if (closing) {
        in.release();
      } else {
        received(in);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext channel) {
      loop().flushes().flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext channel) {
      ServerStream current = stream;
      if (current != null) {
        current.writable(channel.channel().isWritable());
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
      boolean expected = closing;
      closing = true;
      stopHeadersTimer();
      ServerStream current = stream;
      stream = null;
      if (current != null) {
        current.disconnected(false);
      } else if (!expected && parser.isInMessage()) {
        new ServerStream(Http1ServerConnection.this, Http1ServerConnection.this)
            .disconnected(false);
      }
      Http1Writer out = writer;
      if (out != null) {
        out.discardPending();
      }
      discardLeftover();
      loop().flushes().flush();
      manager().stats().activeHttp1Connections.add(-1);
      ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
      ConnectionErrors.log(cause);
      channel.close(); // channelInactive tells the rest.
    }
  }
}
