package io.proxywasm.proxy.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.proxywasm.host.Buffer;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.TcpFilterChain;
import io.proxywasm.host.TlsInfo;
import io.proxywasm.host.UpstreamInfo;
import io.proxywasm.proxy.cluster.Endpoint;
import io.proxywasm.proxy.cluster.UpstreamCluster;
import io.proxywasm.proxy.net.ConnectionErrors;
import io.proxywasm.proxy.net.LoopTimers;
import io.proxywasm.proxy.net.NetAddresses;
import io.proxywasm.proxy.net.NettyBuffer;
import io.proxywasm.proxy.net.NettyEventLoop;
import io.proxywasm.proxy.net.ResponseFlag;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection and the one to the upstream, with the plugins between them. Each half
 * closes by itself. Used on one loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that fails is closed, and that is heard.
final class TcpConnection implements TcpFilterChain.Connection {
  private final TcpManager manager;
  private final NettyEventLoop loop;
  private final Channel downstream;
  private final StreamInfo info;
  private final TcpFilterChain chain;
  private final long startNanos;
  private final LoopTimers.Timer idleTimer =
      new LoopTimers.Timer() {
        @Override
        protected void fire() {
          idle();
        }
      };

  private @Nullable Channel upstream;
  private @Nullable NettyBuffer waiting;
  private boolean waitingEnd;
  private boolean upstreamConnected;
  private boolean upstreamClosed;
  private boolean downstreamClosed;
  private boolean closedByUs;
  private boolean downstreamEnds;
  private boolean over;
  private int attempts;
  private long lastActivity;

  TcpConnection(TcpManager manager, NettyEventLoop loop, ConnectionInfo info, Channel channel) {
    this.manager = manager;
    this.loop = loop;
    this.downstream = channel;
    this.startNanos = loop.nanoTime();
    this.lastActivity = startNanos;
    this.info = new StreamInfo(info, loop.currentTimeNanos());
    this.chain = manager.extension().filters(loop).newConnection(this.info, this);
    manager.stats().connections.increment();
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    startIdleTimer();
  }

  ChannelHandler downstreamHandler() {
    return new Downstream();
  }

  private void startIdleTimer() {
    manager
        .config()
        .idleTimeout()
        .ifPresent(timeout -> loop.timers().start(idleTimer, timeout.toNanos()));
  }

  private void idle() {
    long timeout = manager.config().idleTimeout().orElseThrow().toNanos();
    long left = lastActivity + timeout - loop.nanoTime();
    if (left > 0) {
      loop.timers().start(idleTimer, left);
      return;
    }
    manager.stats().idleTimeouts.increment();
    ResponseFlag.STREAM_IDLE_TIMEOUT.addTo(info);
    closeDownstream("idle_timeout");
  }

  // What the chain wants.

  @Override
  public void connectUpstream() {
    String wanted = info.filterState().text("envoy.tcp_proxy.cluster"); // A plugin's choice.
    UpstreamCluster to = manager.clusters().get(wanted != null ? wanted : manager.clusterName());
    if (to == null) {
      ResponseFlag.NO_CLUSTER_FOUND.addTo(info);
      manager.stats().noRoute.increment();
      closeDownstream("cluster_not_found");
      return;
    }
    info.setCluster(to.info());
    connect(to);
  }

  private void connect(UpstreamCluster to) {
    Endpoint chosen = to.choose(loop);
    if (chosen == null) {
      ResponseFlag.NO_HEALTHY_UPSTREAM.addTo(info);
      closeDownstream("no_healthy_upstream");
      return;
    }
    if (!to.beginTcp(chosen)) {
      ResponseFlag.UPSTREAM_OVERFLOW.addTo(info);
      closeDownstream("overflow");
      return;
    }
    attempts++;
    info.setAttemptCount(attempts);
    info.setUpstream(new UpstreamInfo(chosen.host()));
    int limit = Math.max(1, to.config().perConnectionBufferLimitBytes());
    int timeout = (int) Math.min(Integer.MAX_VALUE, to.config().connectTimeout().toMillis());
    Upstream handler = new Upstream(to, chosen);
    ChannelFuture opening =
        new Bootstrap()
            .group(loop.netty())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeout)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(Math.max(1, limit / 2), limit))
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    SslHandler ssl = to.newSslHandler(channel, chosen);
                    if (ssl != null) {
                      ssl.setHandshakeTimeoutMillis(timeout);
                      channel.pipeline().addLast(ssl);
                    }
                    channel.pipeline().addLast(handler);
                  }
                })
            .connect(chosen.address());
    opening.addListener(
        done -> {
          if (!done.isSuccess()) {
            handler.failed(done.cause());
          } else if (!to.isTls()) {
            handler.connected(null);
          }
        });
  }

  @Override
  public void toUpstream(Buffer data, boolean endOfStream) {
    NettyBuffer bytes = NettyBuffer.of(data);
    Channel to = upstream;
    if (upstreamClosed || over) {
      bytes.release();
      return;
    }
    if (to == null || !upstreamConnected) {
      if (waiting == null) {
        waiting = bytes;
      } else {
        waiting.takeFrom(bytes);
      }
      waitingEnd |= endOfStream;
      return;
    }
    write(to, bytes, endOfStream);
    applyDownstreamPause();
  }

  @Override
  public void toDownstream(Buffer data, boolean endOfStream) {
    NettyBuffer bytes = NettyBuffer.of(data);
    if (downstreamClosed) {
      bytes.release();
      return;
    }
    downstreamEnds |= endOfStream;
    info.addBytesSent(bytes.length());
    manager.stats().sentBytes.add(bytes.length());
    write(downstream, bytes, endOfStream);
  }

  /** Writes; with the end, the other side gets to know that no more comes. */
  private void write(Channel to, NettyBuffer bytes, boolean end) {
    for (ByteBuf piece = bytes.poll(); piece != null; piece = bytes.poll()) {
      to.write(piece, to.voidPromise());
    }
    to.flush();
    if (end) {
      to.writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(
              done -> {
                if (to.pipeline().get(SslHandler.class) != null) {
                  close(to, true); // TLS has no half close that all understand.
                } else {
                  ((DuplexChannel) to).shutdownOutput().addListener(shut -> closeIfDone(to, true));
                }
              });
    }
  }

  /** A connection of which both halves have ended is over; who ended the last one has closed it. */
  private void closeIfDone(Channel channel, boolean byUs) {
    DuplexChannel duplex = (DuplexChannel) channel;
    if (duplex.isInputShutdown() && duplex.isOutputShutdown()) {
      close(channel, byUs);
    }
  }

  private void close(Channel channel, boolean byUs) {
    closedByUs |= byUs && channel == downstream;
    channel.close();
  }

  @Override
  public void closeDownstream(String details) {
    if (info.connection().terminationDetails() == null) {
      info.connection().setTerminationDetails(details);
    }
    closedByUs = true;
    closeAfterWrites(downstream);
    Channel to = upstream;
    if (to != null) {
      closeAfterWrites(to);
    }
  }

  private static void closeAfterWrites(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** The client is read from when there is somebody who takes it. */
  private void applyDownstreamPause() {
    Channel to = upstream;
    boolean room = chain.heldBytes() < manager.bufferLimit();
    boolean wanted =
        room && (to == null || !upstreamConnected ? waitingBytes() == 0 : to.isWritable());
    downstream.config().setAutoRead(wanted || upstreamClosed);
  }

  private int waitingBytes() {
    return waiting == null ? 0 : waiting.length();
  }

  private void ended() {
    if (over || !downstreamClosed || (upstream != null && !upstreamClosed)) {
      return;
    }
    over = true;
    idleTimer.stop();
    NettyBuffer rest = waiting;
    if (rest != null) {
      rest.release();
    }
    info.setDurationNanos(loop.nanoTime() - startNanos);
    chain.close();
    manager.extension().log(loop, info);
  }

  /** The client's side. */
  private final class Downstream extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      if (context.channel().isActive()) {
        chain.connected();
      }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      chain.connected();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf in = (ByteBuf) message;
      lastActivity = loop.nanoTime();
      info.addBytesReceived(in.readableBytes());
      manager.stats().receivedBytes.add(in.readableBytes());
      chain.downstreamData(new NettyBuffer(in), false);
      if (!over) {
        applyDownstreamPause();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) {
        chain.downstreamData(new NettyBuffer(), true);
        closeIfDone(context.channel(), false);
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      Channel from = upstream;
      if (from != null) {
        from.config().setAutoRead(context.channel().isWritable());
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      downstreamClosed = true;
      chain.downstreamClosed(!closedByUs);
      Channel to = upstream;
      if (to != null && !upstreamClosed) {
        closeAfterWrites(to);
      }
      ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      ConnectionErrors.log(cause);
      context.close();
    }
  }

  /** The upstream's side. */
  private final class Upstream extends ChannelInboundHandlerAdapter {
    private final UpstreamCluster to;
    private final Endpoint chosen;
    private boolean connected;
    private boolean counted = true;

    Upstream(UpstreamCluster to, Endpoint chosen) {
      this.to = to;
      this.chosen = chosen;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      upstream = context.channel();
      SslHandler ssl = context.pipeline().get(SslHandler.class);
      if (ssl != null) {
        ssl.handshakeFuture()
            .addListener(
                done -> {
                  if (done.isSuccess()) {
                    connected(TlsInfo.of(ssl.engine().getSession()));
                  } else {
                    failed(done.cause());
                    context.close();
                  }
                });
      }
    }

    void connected(@Nullable TlsInfo tls) {
      Channel channel = upstream;
      if (channel == null || over) {
        return;
      }
      connected = true;
      upstreamConnected = true;
      lastActivity = loop.nanoTime();
      UpstreamInfo known = info.upstream();
      if (known != null) {
        known.setLocalAddress(NetAddresses.text(channel.localAddress()));
        known.setTls(tls);
        known.setConnectionPoolReadyNanos(loop.nanoTime() - startNanos);
      }
      if (downstreamClosed) {
        channel.close();
        return;
      }
      NettyBuffer rest = waiting;
      waiting = null;
      if (rest != null) {
        write(channel, rest, waitingEnd);
      }
      channel.config().setAutoRead(downstream.isWritable());
      applyDownstreamPause();
    }

    void failed(@Nullable Throwable cause) {
      if (connected || !counted) {
        return;
      }
      release();
      upstream = null;
      if (downstreamClosed) {
        upstreamClosed = true;
        ended();
        return;
      }
      if (attempts < manager.config().maxConnectAttempts()) {
        connect(to);
        return;
      }
      upstreamClosed = true;
      ResponseFlag.UPSTREAM_CONNECTION_FAILURE.addTo(info);
      if (manager.config().maxConnectAttempts() > 1) {
        ResponseFlag.UPSTREAM_RETRY_LIMIT_EXCEEDED.addTo(info);
      }
      String reason =
          cause instanceof ConnectTimeoutException
              ? "connection timeout"
              : "delayed connect error: Connection refused";
      UpstreamInfo known = info.upstream();
      if (known != null) {
        known.setTransportFailureReason(reason);
      }
      closeDownstream("upstream_connect_failure");
    }

    private void release() {
      if (counted) {
        counted = false;
        to.endTcp(chosen, connected);
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      lastActivity = loop.nanoTime();
      chain.upstreamData(new NettyBuffer((ByteBuf) message), false);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) {
        chain.upstreamData(new NettyBuffer(), true);
        closeIfDone(context.channel(), false);
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      applyDownstreamPause();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      release();
      if (!connected) {
        failed(null);
        return;
      }
      upstreamClosed = true;
      boolean endsByItself = downstreamEnds && ((DuplexChannel) downstream).isInputShutdown();
      if (!downstreamClosed && !endsByItself) {
        closedByUs = true;
        closeAfterWrites(downstream);
      }
      ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      ConnectionErrors.log(cause);
      context.close();
    }
  }
}
