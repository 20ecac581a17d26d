package io.proxywasm.proxy.listener;

import io.netty.handler.ssl.SslContext;
import io.proxywasm.host.Stats;
import io.proxywasm.proxy.cluster.Clusters;
import io.proxywasm.proxy.config.FilterChain;
import io.proxywasm.proxy.config.HttpConnectionManager;
import io.proxywasm.proxy.config.HttpConnectionManager.CodecType;
import io.proxywasm.proxy.config.Listener;
import io.proxywasm.proxy.config.Node;
import io.proxywasm.proxy.config.TcpProxy;
import io.proxywasm.proxy.http.HttpManager;
import io.proxywasm.proxy.net.EventLoops;
import io.proxywasm.proxy.net.TlsContexts;
import io.proxywasm.proxy.tcp.TcpManager;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** All ports of the proxy. Thread-safe; no method is called on a loop. */
public final class Listeners implements AutoCloseable {
  private final Map<String, ServedListener> listeners = new LinkedHashMap<>();
  private final AtomicBoolean draining = new AtomicBoolean();

  private Listeners() {}

  /**
   * Opens the ports.
   *
   * @param node who the proxy is
   * @throws io.proxywasm.proxy.config.ConfigException when a port cannot be opened, or a
   *     certificate not be read; then all are closed again
   */
  public static Listeners start(
      List<Listener> configs,
      Node node,
      EventLoops loops,
      Clusters clusters,
      Stats stats,
      Extensions extensions) {
    Listeners all = new Listeners();
    Factory factory = new Factory(node, clusters, stats, extensions, all.draining);
    try {
      for (Listener config : configs) {
        all.listeners.put(config.name(), factory.listener(config, loops));
      }
      all.listeners.values().forEach(ServedListener::open);
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /** Makes listeners of their configuration. */
  private record Factory(
      Node node, Clusters clusters, Stats stats, Extensions extensions, AtomicBoolean draining) {

    ServedListener listener(Listener config, EventLoops loops) {
      List<ServedChain> chains = new ArrayList<>();
      config.filterChains().forEach(chain -> chains.add(chain(config, chain)));
      ServedChain other =
          config.defaultFilterChain().map(chain -> chain(config, chain)).orElse(null);
      return new ServedListener(config, loops, chains, other, extensions, stats);
    }

    private ServedChain chain(Listener listener, FilterChain chain) {
      int limit = listener.perConnectionBufferLimitBytes();
      if (chain.terminal() instanceof TcpProxy proxy) {
        TcpManager tcp =
            new TcpManager(
                proxy, limit, extensions.tcp(listener, chain, proxy.accessLog()), clusters, stats);
        return new ServedChain(chain, tls(chain, List.of()), null, tcp, null);
      }
      HttpConnectionManager manager = (HttpConnectionManager) chain.terminal();
      HttpManager http =
          new HttpManager(
              manager,
              limit,
              node.cluster(),
              extensions.http(listener, chain, manager),
              clusters,
              stats,
              draining);
      return new ServedChain(
          chain,
          tls(chain, alpn(manager.codecType())),
          http,
          null,
          chain.networkFilters().isEmpty() ? null : extensions.tcp(listener, chain, List.of()));
    }

    private static @Nullable SslContext tls(FilterChain chain, List<String> alpn) {
      return chain.tls().map(tls -> TlsContexts.server(tls, alpn)).orElse(null);
    }

    /** Envoy offers nothing by itself; what it serves is known from the first bytes. */
    private static List<String> alpn(CodecType type) {
      return type == CodecType.HTTP2 ? List.of("h2") : List.of();
    }
  }

  private ServedListener get(String name) {
    ServedListener listener = listeners.get(name);
    if (listener == null) {
      throw new IllegalArgumentException(
          "no listener " + name + ", only " + String.join(", ", listeners.keySet()));
    }
    return listener;
  }

  /** The names of all listeners. */
  public List<String> names() {
    return List.copyOf(listeners.keySet());
  }

  /** Where a listener is, with the port that it got. */
  public InetSocketAddress address(String listener) {
    return get(listener).address();
  }

  /** Stops accepting; connections go on. The ports are free for another process. */
  public void stopAccepting() {
    listeners.values().forEach(ServedListener::stopAccepting);
  }

  /** Asks clients to go from now on ({@code connection: close}, GOAWAY); ports stay open. */
  public void beginDrain() {
    draining.set(true);
    listeners.values().forEach(ServedListener::drain);
  }

  /**
   * Stops accepting, asks clients to go and waits until they have, but at most so long.
   *
   * @return whether all have gone
   */
  public boolean drain(Duration limit) {
    stopAccepting();
    beginDrain();
    long deadline = System.nanoTime() + limit.toNanos();
    while (activeConnections() > 0) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** The connections of now. */
  public long activeConnections() {
    return listeners.values().stream().mapToLong(ServedListener::activeConnections).sum();
  }

  /** Closes all connections at once. */
  @Override
  public void close() {
    stopAccepting();
    listeners.values().forEach(ServedListener::closeConnections);
  }
}
