package io.proxywasm.proxy.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.ListenerInfo;
import io.proxywasm.host.Stats;
import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.config.Listener;
import io.proxywasm.proxy.http.HttpManager;
import io.proxywasm.proxy.net.EventLoops;
import io.proxywasm.proxy.net.NetAddresses;
import io.proxywasm.proxy.net.NettyEventLoop;
import io.proxywasm.proxy.net.PropertyValues;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A listener with its connections. Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that fails is closed: that is heard.
final class ServedListener {
  private static final int BACKLOG = 1024;
  private static final AtomicLong CONNECTION_IDS = new AtomicLong();

  private final Listener config;
  private final EventLoops loops;
  private final boolean needsFirstBytes;
  private final Extensions extensions;
  private final ListenerInfo info;
  private final ListenerStats stats;
  private final Set<OpenConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile List<ServedChain> chains;
  private volatile @Nullable ServedChain defaultChain;
  private volatile @Nullable Port port;
  private volatile boolean handedOn;

  /** An open port, which one listener may hand on to another. */
  private static final class Port {
    private final Channel channel;
    private volatile ServedListener user;

    Port(Channel channel, ServedListener user) {
      this.channel = channel;
      this.user = user;
    }
  }

  ServedListener(
      Listener config,
      EventLoops loops,
      List<ServedChain> chains,
      @Nullable ServedChain defaultChain,
      Extensions extensions,
      Stats stats) {
    this.config = config;
    this.loops = loops;
    this.chains = List.copyOf(chains);
    this.defaultChain = defaultChain;
    this.needsFirstBytes =
        config.tlsInspector()
            || ServedChain.needsFirstBytes(chains)
            || (defaultChain != null && !chains.isEmpty());
    this.extensions = extensions;
    this.info =
        new ListenerInfo(
            config.trafficDirection().ordinal(), PropertyValues.metadata(config.metadata()));
    this.stats =
        new ListenerStats(
            stats,
            config.statPrefix().isEmpty()
                ? config.address().toString().replace(':', '_')
                : config.statPrefix());
  }

  Listener config() {
    return config;
  }

  ListenerStats stats() {
    return stats;
  }

  Extensions extensions() {
    return extensions;
  }

  /** Opens the port. */
  void open() {
    String host = config.address().host();
    if (!NetAddresses.isNumeric(host)) {
      throw new ConfigException(
          "malformed IP address: " + host + " (listener " + config.name() + ")");
    }
    InetAddress address = NetAddresses.parse(host);
    AtomicReference<@Nullable Port> opened = new AtomicReference<>();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.main().netty(), loops.workerGroup())
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    Port user = opened.get();
                    (user == null ? ServedListener.this : user.user).accepted(channel);
                  }
                });
    if (config.enableReusePort()) {
      bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
    }
    ChannelFuture binding =
        bootstrap
            .bind(new InetSocketAddress(address, config.address().port()))
            .awaitUninterruptibly();
    if (!binding.isSuccess()) {
      Throwable cause = binding.cause();
      throw new ConfigException(
          "cannot bind '"
              + config.address()
              + "' (listener "
              + config.name()
              + "): "
              + (cause == null ? "cancelled" : cause.getMessage()),
          cause == null ? new IllegalStateException("cancelled") : cause);
    }
    Port open = new Port(binding.channel(), this);
    opened.set(open);
    port = open;
  }

  /** Whether the port of another listener can be used, which is open. */
  boolean canTakePortOf(ServedListener other) {
    return other.port != null
        && !other.handedOn
        && config.address().equals(other.config.address())
        && config.enableReusePort() == other.config.enableReusePort();
  }

  /**
   * Takes the place of another listener: its port, and those of its HTTP connections that can go on
   * here. The others of them are asked to go.
   */
  void replace(ServedListener other) {
    List<ServedChain> before = new ArrayList<>(other.chains);
    if (other.defaultChain != null) {
      before.add(other.defaultChain);
    }
    Set<HttpManager> kept = new HashSet<>();
    chains = chains.stream().map(chain -> replacing(chain, before, kept)).toList();
    ServedChain byDefault = defaultChain;
    if (byDefault != null) {
      defaultChain = replacing(byDefault, before, kept);
    }
    Port open = other.port;
    if (open != null) {
      port = open;
      open.user = this;
      other.handedOn = true;
    }
    for (OpenConnection connection : other.connections) {
      HttpManager manager = connection.manager();
      if (manager == null || !kept.contains(manager)) {
        connection.drain();
      }
    }
  }

  private static ServedChain replacing(
      ServedChain chain, List<ServedChain> before, Set<HttpManager> kept) {
    for (ServedChain old : before) {
      if (chain.canReplace(old)) {
        before.remove(old);
        kept.add(Objects.requireNonNull(old.http()));
        return chain.replacing(old);
      }
    }
    return chain;
  }

  InetSocketAddress address() {
    Port open = port;
    if (open == null || !(open.channel.localAddress() instanceof InetSocketAddress inet)) {
      throw new IllegalStateException("listener " + config.name() + " is not open");
    }
    return inet;
  }

  private void accepted(SocketChannel channel) {
    NettyEventLoop loop = loops.of(channel.eventLoop());
    OpenConnection open = new OpenConnection(channel);
    int limit = Math.max(1, config.perConnectionBufferLimitBytes());
    channel
        .config()
        .setWriteBufferWaterMark(new WriteBufferWaterMark(Math.max(1, limit / 2), limit));
    InetSocketAddress remote = channel.remoteAddress();
    InetSocketAddress local = channel.localAddress();
    if (remote == null || local == null) {
      channel.close();
      return;
    }
    ConnectionInfo connection =
        new ConnectionInfo(
                CONNECTION_IDS.incrementAndGet(),
                NetAddresses.text(remote),
                remote.getPort(),
                NetAddresses.text(local),
                local.getPort())
            .setListener(info);
    connections.add(open);
    stats.connections.increment();
    stats.activeConnections.add(1);
    long start = loop.currentTimeNanos();
    long startNanos = loop.nanoTime();
    channel
        .closeFuture()
        .addListener(
            closed -> {
              connections.remove(open);
              stats.activeConnections.add(-1);
              stats.destroyedConnections.increment();
              if (!config.accessLog().isEmpty()) {
                extensions.logConnection(
                    config, loop, connection, start, loop.nanoTime() - startNanos);
              }
            });
    ConnectionSetup setup = new ConnectionSetup(this, loop, connection, open);
    if (needsFirstBytes) {
      channel.pipeline().addLast(new FirstBytes(setup));
    } else {
      setup.choose(channel.pipeline(), false, null);
    }
  }

  /** The filter chain for a connection; null when there is none. */
  @Nullable ServedChain choose(boolean tls, @Nullable ClientHello hello) {
    if (hello == null) {
      return chains.isEmpty() ? defaultChain : chains.get(0);
    }
    ServedChain best = defaultChain;
    int bestRank = -1;
    for (ServedChain chain : chains) {
      int rank = chain.rank(tls, hello);
      if (rank > bestRank) {
        bestRank = rank;
        best = chain;
      }
    }
    return best;
  }

  void stopAccepting() {
    Port open = port;
    if (open != null && !handedOn) {
      open.channel.close().awaitUninterruptibly();
    }
  }

  void drain() {
    connections.forEach(OpenConnection::drain);
  }

  int activeConnections() {
    return connections.size();
  }

  /** The connections of HTTP whose clients were asked to go. */
  long leavingConnections() {
    return connections.stream().filter(OpenConnection::isLeaving).count();
  }

  /** Closes the port and all connections. */
  void close() {
    stopAccepting();
    closeConnections();
  }

  void closeConnections() {
    connections.forEach(OpenConnection::close);
  }
}
