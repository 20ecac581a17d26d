package io.proxywasm.proxy.cluster;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.proxywasm.host.ClusterInfo;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.Stats;
import io.proxywasm.proxy.config.Cluster;
import io.proxywasm.proxy.config.UpstreamTlsContext;
import io.proxywasm.proxy.net.EventLoops;
import io.proxywasm.proxy.net.NettyEventLoop;
import io.proxywasm.proxy.net.PropertyValues;
import io.proxywasm.proxy.net.TlsContexts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A cluster: its endpoints, and a pool of connections to them on each loop. Thread-safe. */
public final class UpstreamCluster {
  private final Cluster config;
  private final ClusterStats stats;
  private final ClusterInfo info;
  private final List<NettyEventLoop> loops;
  private final CircuitBreaker connections;
  private final CircuitBreaker pending;
  private final CircuitBreaker requests;
  private final CircuitBreaker retries;
  private final @Nullable SslContext ssl;
  private final int[] turns;
  private final CountDownLatch resolved = new CountDownLatch(1);
  private volatile EndpointSet endpoints = EndpointSet.EMPTY;
  private volatile boolean closed;

  UpstreamCluster(Cluster config, EventLoops loops, Stats stats) {
    this.config = config;
    this.stats = new ClusterStats(stats, config);
    this.info =
        new ClusterInfo(
            config.name(),
            PropertyValues.metadata(config.metadata()),
            () -> endpoints.list().size());
    List<NettyEventLoop> all = new ArrayList<>();
    all.add(loops.main());
    all.addAll(loops.workers());
    this.loops = List.copyOf(all);
    this.turns = new int[all.size()];
    Cluster.CircuitBreakers limits = config.circuitBreakers();
    this.connections = new CircuitBreaker(limits.maxConnections());
    this.pending = new CircuitBreaker(limits.maxPendingRequests());
    this.requests = new CircuitBreaker(limits.maxRequests());
    this.retries = new CircuitBreaker(limits.maxRetries());
    List<String> alpn = config.protocol() instanceof Cluster.Http2 ? List.of("h2") : List.of();
    this.ssl = config.tls().map(tls -> TlsContexts.client(tls, alpn)).orElse(null);
  }

  /** Its name. */
  public String name() {
    return config.name();
  }

  /** What the configuration says. */
  public Cluster config() {
    return config;
  }

  /** What plugins and access logs see of it. */
  public ClusterInfo info() {
    return info;
  }

  /** The endpoints of now. */
  public List<Endpoint> endpoints() {
    return endpoints.list();
  }

  /**
   * Takes an endpoint for one request, or a connection, as the cluster's policy says; null when
   * there is none. To be called on the loop.
   */
  public @Nullable Endpoint choose(NettyEventLoop loop) {
    EndpointSet now = endpoints;
    int count = now.turns();
    if (count == 0) {
      stats.noneHealthy.increment();
      return null;
    }
    return switch (config.lbPolicy()) {
      case ROUND_ROBIN -> {
        int turn = turns[loop.index() + 1]++;
        yield now.at(Math.floorMod(turn, count));
      }
      case RANDOM -> now.at(ThreadLocalRandom.current().nextInt(count));
      case LEAST_REQUEST -> {
        Endpoint first = now.at(ThreadLocalRandom.current().nextInt(count));
        Endpoint second = now.at(ThreadLocalRandom.current().nextInt(count));
        yield second.activeRequests() < first.activeRequests() ? second : first;
      }
    };
  }

  /**
   * Sends a request; to be called on the loop. Nothing is added to the headers. The listener is
   * called on the loop; only {@link ExchangeListener#connected} may be called before this method
   * returned.
   *
   * @param headers the request's, with {@code :method}, {@code :path}, {@code :authority}, {@code
   *     :scheme} first; not changed any more
   */
  public UpstreamExchange open(
      NettyEventLoop loop, HeaderMap headers, boolean endOfStream, ExchangeListener listener) {
    Endpoint endpoint = choose(loop);
    if (endpoint == null) {
      return new Nowhere(loop, listener);
    }
    return open(loop, endpoint, headers, endOfStream, listener);
  }

  /** The same for an endpoint of {@link #choose}. */
  public UpstreamExchange open(
      NettyEventLoop loop,
      Endpoint endpoint,
      HeaderMap headers,
      boolean endOfStream,
      ExchangeListener listener) {
    HostPool pool = pool(loop, endpoint);
    Exchange exchange = new Exchange(pool, headers, endOfStream, listener);
    pool.start(exchange);
    return exchange;
  }

  private HostPool pool(NettyEventLoop loop, Endpoint endpoint) {
    int index = loop.index() + 1;
    HostPool pool = endpoint.pools[index];
    if (pool == null) {
      pool = new HostPool(this, endpoint, loop);
      endpoint.pools[index] = pool;
    }
    return pool;
  }

  /** Whether one more retry may be sent now; if so, {@link #endRetry} must follow. */
  public boolean beginRetry() {
    if (retries.tryAcquire()) {
      stats.retries.increment();
      return true;
    }
    stats.retryOverflow.increment();
    return false;
  }

  /** A retry is over. */
  public void endRetry(boolean success) {
    retries.release();
    if (success) {
      stats.retrySuccesses.increment();
    }
  }

  /** All retries were sent, and the last one failed, too. */
  public void countRetriesExceeded() {
    stats.retriesExceeded.increment();
  }

  /** A response took too long. */
  public void countTimeout(boolean perTry) {
    (perTry ? stats.perTryTimeouts : stats.timeouts).increment();
  }

  /** A response came whole, after so many milliseconds. */
  public void countRequestTime(long millis) {
    stats.requestTime.record(millis);
  }

  /** A connection for TCP begins; false when there are too many. */
  public boolean beginTcp(Endpoint endpoint) {
    if (!connections.tryAcquire()) {
      stats.connectionOverflow.increment();
      return false;
    }
    stats.connections.increment();
    stats.activeConnections.add(1);
    endpoint.connections.increment();
    endpoint.activeConnections.increment();
    return true;
  }

  /** A connection for TCP is over. */
  public void endTcp(Endpoint endpoint, boolean wasConnected) {
    connections.release();
    stats.activeConnections.add(-1);
    endpoint.activeConnections.decrement();
    if (wasConnected) {
      stats.destroyedConnections.increment();
    } else {
      stats.connectFailures.increment();
      endpoint.failedConnections.increment();
    }
  }

  /** The TLS for a new connection, or null. */
  public @Nullable SslHandler newSslHandler(SocketChannel channel, Endpoint endpoint) {
    if (ssl == null) {
      return null;
    }
    SslHandler handler = ssl.newHandler(channel.alloc());
    String sni = config.tls().map(UpstreamTlsContext::sni).orElse("");
    if (sni.isEmpty() && config.autoSni()) {
      sni = endpoint.hostname();
    }
    if (!sni.isEmpty()) {
      SSLParameters parameters = handler.engine().getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(sni)));
      handler.engine().setSSLParameters(parameters);
    }
    return handler;
  }

  /** Whether connections are with TLS. */
  public boolean isTls() {
    return ssl != null;
  }

  ClusterStats stats() {
    return stats;
  }

  CircuitBreaker connections() {
    return connections;
  }

  CircuitBreaker pending() {
    return pending;
  }

  CircuitBreaker requests() {
    return requests;
  }

  int loopCount() {
    return loops.size();
  }

  CountDownLatch resolved() {
    return resolved;
  }

  boolean isClosed() {
    return closed;
  }

  /** Replaces the endpoints. Those that stay keep their connections. */
  void update(List<Endpoint> found) {
    EndpointSet before = endpoints;
    List<Endpoint> next = new ArrayList<>();
    for (Endpoint endpoint : found) {
      next.add(before.same(endpoint));
    }
    endpoints = new EndpointSet(next);
    stats.members.set(next.size());
    stats.healthyMembers.set(next.size());
    for (Endpoint old : before.list()) {
      if (!next.contains(old)) {
        closePools(old, false);
      }
    }
    resolved.countDown();
  }

  private void closePools(Endpoint endpoint, boolean atOnce) {
    for (NettyEventLoop loop : loops) {
      loop.execute(
          () -> {
            HostPool pool = endpoint.pools[loop.index() + 1];
            if (pool != null) {
              pool.close(atOnce);
            }
          });
    }
  }

  /** It is not in the configuration any more: requests under way go on, idle connections end. */
  void retire() {
    for (Endpoint endpoint : endpoints.list()) {
      closePools(endpoint, false);
    }
  }

  void close() {
    closed = true;
    for (Endpoint endpoint : endpoints.list()) {
      closePools(endpoint, true);
    }
  }

  /** An exchange with nobody. */
  private static final class Nowhere implements UpstreamExchange {
    private boolean done;

    Nowhere(NettyEventLoop loop, ExchangeListener listener) {
      loop.execute(
          () -> {
            if (!done) {
              done = true;
              listener.failed(ExchangeFailure.NO_HEALTHY_UPSTREAM, "");
            }
          });
    }

    @Override
    public void requestBody(io.proxywasm.host.Buffer data, boolean endOfStream) {
      data.release();
    }

    @Override
    public void requestTrailers(HeaderMap trailers) {}

    @Override
    public void reset() {
      done = true;
    }

    @Override
    public void pauseResponse(boolean paused) {}
  }
}
