package io.proxywasm.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.proxy.config.HttpConnectionManager.CodecType;
import io.proxywasm.proxy.net.ConnectionErrors;
import io.proxywasm.proxy.net.LoopTimers;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the codec for HTTP into the pipeline of a client's connection. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that fails is closed: that is heard.
public final class HttpPipeline {
  private static final byte[] PREFACE =
      "PRI * HTTP/2".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private HttpPipeline() {}

  /**
   * Adds it.
   *
   * @param alpn the protocol that TLS agreed on, or null
   * @param opened told of the connection, perhaps when its first bytes have come
   */
  public static void add(
      ChannelPipeline pipeline,
      HttpManager manager,
      NettyEventLoop loop,
      ConnectionInfo info,
      @Nullable String alpn,
      Consumer<ServerConnection> opened) {
    CodecType type = manager.config().codecType();
    if (type == CodecType.HTTP2 || (type == CodecType.AUTO && "h2".equals(alpn))) {
      pipeline.addLast(http2(pipeline, manager, loop, info, opened).handler());
    } else if (type == CodecType.HTTP1 || "http/1.1".equals(alpn)) {
      pipeline.addLast(http1(pipeline, manager, loop, info, opened).handler());
    } else {
      pipeline.addLast(new Detector(manager, loop, info, opened));
    }
  }

  private static Http2ServerConnection http2(
      ChannelPipeline pipeline,
      HttpManager manager,
      NettyEventLoop loop,
      ConnectionInfo info,
      Consumer<ServerConnection> opened) {
    Http2ServerConnection connection =
        new Http2ServerConnection(manager, loop, info, pipeline.channel());
    opened.accept(connection);
    return connection;
  }

  private static Http1ServerConnection http1(
      ChannelPipeline pipeline,
      HttpManager manager,
      NettyEventLoop loop,
      ConnectionInfo info,
      Consumer<ServerConnection> opened) {
    Http1ServerConnection connection =
        new Http1ServerConnection(manager, loop, info, pipeline.channel());
    opened.accept(connection);
    return connection;
  }

  /** Tells HTTP/2 by its first bytes, and makes way for the codec. */
  private static final class Detector extends ChannelInboundHandlerAdapter {
    private final HttpManager manager;
    private final NettyEventLoop loop;
    private final ConnectionInfo info;
    private final Consumer<ServerConnection> opened;
    private final LoopTimers.Timer idleTimer =
        new LoopTimers.Timer() {
          @Override
          protected void fire() {
            manager.stats().idleTimeouts.increment();
            ChannelHandlerContext current = context;
            if (current != null) {
              current.close();
            }
          }
        };
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf first;

    Detector(
        HttpManager manager,
        NettyEventLoop loop,
        ConnectionInfo info,
        Consumer<ServerConnection> opened) {
      this.manager = manager;
      this.loop = loop;
      this.info = info;
      this.opened = opened;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
      context = added;
      manager
          .config()
          .timeouts()
          .idle()
          .ifPresent(idle -> loop.timers().start(idleTimer, idle.toNanos()));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
      idleTimer.stop();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf in = (ByteBuf) message;
      if (first != null) {
        in = first.writeBytes(in);
        ((ByteBuf) message).release();
        first = null;
      }
      int length = Math.min(in.readableBytes(), PREFACE.length);
      boolean same = true;
      for (int i = 0; i < length && same; i++) {
        same = in.getByte(in.readerIndex() + i) == PREFACE[i];
      }
      if (same && length < PREFACE.length) {
        first = context.alloc().buffer(64).writeBytes(in);
        in.release();
        return;
      }
      ChannelPipeline pipeline = context.pipeline();
      pipeline.addLast(
          same
              ? http2(pipeline, manager, loop, info, opened).handler()
              : http1(pipeline, manager, loop, info, opened).handler());
      context.fireChannelRead(in);
      pipeline.remove(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (first != null) {
        first.release();
        first = null;
      }
      context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      ConnectionErrors.log(cause);
      context.close();
    }
  }
}
