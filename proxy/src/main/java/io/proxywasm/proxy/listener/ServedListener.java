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
import io.proxywasm.proxy.net.EventLoops;
import io.proxywasm.proxy.net.NetAddresses;
import io.proxywasm.proxy.net.NettyEventLoop;
import io.proxywasm.proxy.net.PropertyValues;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A port, open. Thread-safe. */
final class ServedListener {
  private static final int BACKLOG = 1024;
  private static final AtomicLong CONNECTION_IDS = new AtomicLong();

  private final Listener config;
  private final EventLoops loops;
  private final List<ServedChain> chains;
  private final @Nullable ServedChain defaultChain;
  private final boolean needsFirstBytes;
  private final Extensions extensions;
  private final ListenerInfo info;
  private final ListenerStats stats;
  private final Set<OpenConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Channel server;

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
    int limit = Math.max(1, config.perConnectionBufferLimitBytes());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.main().netty(), loops.workerGroup())
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(Math.max(1, limit / 2), limit))
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accepted(channel);
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
    server = binding.channel();
  }

  InetSocketAddress address() {
    Channel open = server;
    if (open == null || !(open.localAddress() instanceof InetSocketAddress inet)) {
      throw new IllegalStateException("listener " + config.name() + " is not open");
    }
    return inet;
  }

  private void accepted(SocketChannel channel) {
    NettyEventLoop loop = loops.of(channel.eventLoop());
    OpenConnection open = new OpenConnection(channel);
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
    Channel open = server;
    if (open != null) {
      open.close().awaitUninterruptibly();
    }
  }

  void drain() {
    connections.forEach(OpenConnection::drain);
  }

  int activeConnections() {
    return connections.size();
  }

  void closeConnections() {
    connections.forEach(open -> open.channel.close());
  }
}
