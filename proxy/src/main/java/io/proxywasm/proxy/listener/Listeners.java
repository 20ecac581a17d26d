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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** All ports of the proxy. Thread-safe; no method is called on a loop. */
public final class Listeners implements AutoCloseable {
  private final Node node;
  private final EventLoops loops;
  private final Clusters clusters;
  private final Stats stats;
  private final AtomicBoolean draining = new AtomicBoolean();

  /** Listeners of former configurations, which may still have connections. */
  private final List<ServedListener> retired = new CopyOnWriteArrayList<>();

  private volatile Map<String, ServedListener> listeners = Map.of();

  private Listeners(Node node, EventLoops loops, Clusters clusters, Stats stats) {
    this.node = node;
    this.loops = loops;
    this.clusters = clusters;
    this.stats = stats;
  }

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
    Listeners all = new Listeners(node, loops, clusters, stats);
    all.update(configs, extensions);
    return all;
  }

  /**
   * Exchanges the listeners. Those whose configuration is the same stay as they are, and are not in
   * need of extensions. Ports that are still wanted stay open; connections of HTTP go on, and their
   * next streams are served in the new way. The connections of listeners that are gone are asked to
   * go.
   *
   * @throws io.proxywasm.proxy.config.ConfigException when a port cannot be opened, or a
   *     certificate not be read; nothing has changed then
   */
  public synchronized void update(List<Listener> configs, Extensions extensions) {
    Factory factory = new Factory(node, clusters, stats, extensions, draining);
    Map<String, ServedListener> before = listeners;
    Map<String, ServedListener> after = new LinkedHashMap<>();
    List<ServedListener> left = new ArrayList<>(before.values());
    Map<ServedListener, ServedListener> replaced = new LinkedHashMap<>();
    List<ServedListener> opened = new ArrayList<>();
    List<ServedListener> fresh = new ArrayList<>();
    try {
      for (Listener config : configs) {
        ServedListener old = before.get(config.name());
        if (old != null && old.config().equals(config)) {
          after.put(config.name(), old);
          left.remove(old);
        } else {
          ServedListener made = factory.listener(config, loops);
          after.put(config.name(), made);
          fresh.add(made);
        }
      }
      for (ServedListener made : fresh) {
        ServedListener old = portOf(made, before.get(made.config().name()), left);
        if (old == null) {
          made.open();
          opened.add(made);
        } else {
          left.remove(old);
          replaced.put(made, old);
        }
      }
    } catch (RuntimeException e) {
      opened.forEach(ServedListener::close);
      throw e;
    }
    replaced.forEach(ServedListener::replace);
    listeners = Collections.unmodifiableMap(after);
    left.forEach(ServedListener::stopAccepting);
    left.forEach(ServedListener::drain);
    retired.removeIf(old -> old.activeConnections() == 0);
    retired.addAll(left);
    retired.addAll(replaced.values());
  }

  /** The listener whose port a new one can take: at best that of the same name. */
  private static @Nullable ServedListener portOf(
      ServedListener made, @Nullable ServedListener sameName, List<ServedListener> left) {
    if (sameName != null && left.contains(sameName) && made.canTakePortOf(sameName)) {
      return sameName;
    }
    for (ServedListener old : left) {
      if (old.config().address().port() != 0 && made.canTakePortOf(old)) {
        return old;
      }
    }
    return null;
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
    all().forEach(ServedListener::drain);
  }

  private List<ServedListener> all() {
    List<ServedListener> all = new ArrayList<>(listeners.values());
    all.addAll(retired);
    return all;
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
    return all().stream().mapToLong(ServedListener::activeConnections).sum();
  }

  /** The connections of HTTP whose clients were asked to go, and have not gone yet. */
  public long leavingConnections() {
    return all().stream().mapToLong(ServedListener::leavingConnections).sum();
  }

  /** Closes all connections at once. */
  @Override
  public void close() {
    stopAccepting();
    all().forEach(ServedListener::closeConnections);
  }
}
