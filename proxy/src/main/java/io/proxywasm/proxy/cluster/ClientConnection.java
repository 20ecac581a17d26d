package io.proxywasm.proxy.cluster;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.proxywasm.host.TlsInfo;
import io.proxywasm.proxy.config.Cluster;
import io.proxywasm.proxy.net.LoopTimers;
import io.proxywasm.proxy.net.NetAddresses;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A connection to an endpoint that carries HTTP. Used on one loop. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that fails is closed, and that is heard.
abstract class ClientConnection implements UpstreamConnection {
  private static final AtomicLong IDS = new AtomicLong();

  final HostPool pool;
  private final long id = IDS.incrementAndGet();
  private final long startNanos = System.nanoTime();
  private final LoopTimers.Timer idleTimer =
      new LoopTimers.Timer() {
        @Override
        protected void fire() {
          pool.stats().idleTimeouts.increment();
          close();
        }
      };
  private @Nullable Channel channel;
  private @Nullable TlsInfo tls;
  private String localAddress = "";
  private boolean connected;
  private boolean ended;

  ClientConnection(HostPool pool) {
    this.pool = pool;
  }

  /** Begins to connect. */
  static ClientConnection connect(HostPool pool) {
    Cluster.UpstreamHttp protocol = pool.cluster().config().protocol();
    ClientConnection connection =
        protocol instanceof Cluster.Http2 http2
            ? new Http2ClientConnection(pool, http2.options())
            : new Http1ClientConnection(pool, ((Cluster.Http1) protocol).options());
    connection.open();
    return connection;
  }

  private void open() {
    Cluster config = pool.cluster().config();
    int limit = Math.max(1, config.perConnectionBufferLimitBytes());
    int timeout = (int) Math.min(Integer.MAX_VALUE, config.connectTimeout().toMillis());
    ChannelFuture opening =
        new Bootstrap()
            .group(pool.loop().netty())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeout)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(Math.max(1, limit / 2), limit))
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel opened) {
                    SslHandler ssl = pool.cluster().newSslHandler(opened, pool.endpoint());
                    if (ssl != null) {
                      ssl.setHandshakeTimeoutMillis(timeout);
                      opened.pipeline().addLast(ssl);
                      ssl.handshakeFuture()
                          .addListener(done -> handshaken(ssl, done.isSuccess(), done.cause()));
                    }
                    addHandlers(opened);
                  }
                })
            .connect(pool.endpoint().address());
    channel = opening.channel();
    opening.addListener(
        done -> {
          if (!done.isSuccess()) {
            failed(done.cause());
          }
        });
  }

  /** To be called when the channel is connected and its handlers know. */
  void channelConnected() {
    if (!pool.cluster().isTls()) {
      succeeded(); // Else the handshake comes first.
    }
  }

  private void handshaken(SslHandler ssl, boolean success, @Nullable Throwable cause) {
    if (success) {
      tls = TlsInfo.of(ssl.engine().getSession());
      succeeded();
    } else if (!ended && !connected) {
      failed(cause);
      close();
    }
  }

  private void succeeded() {
    connected = true;
    Channel current = channel;
    localAddress = current == null ? "" : NetAddresses.text(current.localAddress());
    pool.stats().connectTime.record(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
    established();
  }

  private void failed(@Nullable Throwable cause) {
    if (ended) {
      return;
    }
    ended = true;
    boolean timeout = cause instanceof io.netty.channel.ConnectTimeoutException;
    pool.connectFailed(
        this,
        timeout ? ExchangeFailure.CONNECTION_TIMEOUT : ExchangeFailure.CONNECTION_FAILURE,
        detail(cause));
  }

  private static String detail(@Nullable Throwable cause) {
    if (cause instanceof ConnectException
        && String.valueOf(cause.getMessage()).contains("refused")) {
      return "delayed connect error: Connection refused";
    }
    if (cause instanceof SSLException) {
      Throwable root = cause.getCause() == null ? cause : cause.getCause();
      return "TLS_error:" + root.getMessage();
    }
    return cause == null ? "" : "delayed connect error: " + cause.getMessage();
  }

  /** Adds what reads and writes to the pipeline. */
  abstract void addHandlers(SocketChannel opened);

  /** The connection is there; tells the pool when it can be used. */
  abstract void established();

  abstract boolean canStart();

  abstract void start(Exchange exchange);

  /** Closes as soon as no request is on it. */
  abstract void closeWhenIdle();

  void close() {
    Channel current = channel;
    if (current != null) {
      current.close();
    }
  }

  /** To be called when the channel is closed. */
  void channelClosed() {
    idleTimer.stop();
    if (!ended && connected) {
      ended = true;
      pool.disconnected(this);
    } else if (!ended) {
      failed(null);
    }
  }

  void startIdleTimer() {
    pool.cluster()
        .config()
        .idleTimeout()
        .ifPresent(timeout -> pool.loop().timers().start(idleTimer, timeout.toNanos()));
  }

  void stopIdleTimer() {
    idleTimer.stop();
  }

  @Override
  public Endpoint endpoint() {
    return pool.endpoint();
  }

  @Override
  public String localAddress() {
    return localAddress;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public @Nullable TlsInfo tls() {
    return tls;
  }
}
