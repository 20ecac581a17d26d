package io.proxywasm.proxy.cluster;

import io.proxywasm.proxy.config.Cluster;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of one loop to one endpoint, and the requests that wait for one. */
final class HostPool {
  private final UpstreamCluster cluster;
  private final Endpoint endpoint;
  private final NettyEventLoop loop;
  private final boolean multiplexed;

  /** HTTP/1 connections without a request, the last used one last. */
  private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();

  /** All connections, being connected or connected. */
  private final List<ClientConnection> all = new ArrayList<>();

  private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
  private int connecting;
  private boolean closed;
  private boolean dead;

  HostPool(UpstreamCluster cluster, Endpoint endpoint, NettyEventLoop loop) {
    this.cluster = cluster;
    this.endpoint = endpoint;
    this.loop = loop;
    this.multiplexed = cluster.config().protocol() instanceof Cluster.Http2;
  }

  UpstreamCluster cluster() {
    return cluster;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  NettyEventLoop loop() {
    return loop;
  }

  ClusterStats stats() {
    return cluster.stats();
  }

  int bufferLimit() {
    return cluster.config().perConnectionBufferLimitBytes();
  }

  /** Gives a request to a connection, or lets it wait for one. */
  void start(Exchange exchange) {
    if (dead) {
      failLater(exchange, ExchangeFailure.CONNECTION_FAILURE);
      return;
    }
    if (cluster.requests().isFull()) {
      stats().pendingOverflow.increment();
      failLater(exchange, ExchangeFailure.OVERFLOW);
      return;
    }
    ClientConnection connection = free();
    if (connection != null) {
      connection.start(exchange);
      return;
    }
    if (!cluster.pending().tryAcquire()) {
      stats().pendingOverflow.increment();
      failLater(exchange, ExchangeFailure.OVERFLOW);
      return;
    }
    stats().pendingRequests.increment();
    stats().activePending.add(1);
    waiting.addLast(exchange);
    connectIfNeeded();
  }

  private void failLater(Exchange exchange, ExchangeFailure failure) {
    loop.execute(() -> exchange.failed(failure, ""));
  }

  private @Nullable ClientConnection free() {
    if (!multiplexed) {
      return idle.pollLast();
    }
    for (int i = 0; i < all.size(); i++) {
      ClientConnection connection = all.get(i);
      if (connection.canStart()) {
        return connection;
      }
    }
    return null;
  }

  private void connectIfNeeded() {
    int wanted = multiplexed ? Math.min(1, waiting.size()) : waiting.size();
    while (connecting < wanted && !dead) {
      if (!cluster.connections().tryAcquire()) {
        stats().connectionOverflow.increment();
        if (!all.isEmpty()) {
          return;
        }
        cluster.connections().acquire();
      }
      connecting++;
      stats().connections.increment();
      stats().activeConnections.add(1);
      endpoint.connections.increment();
      endpoint.activeConnections.increment();
      all.add(ClientConnection.connect(this));
    }
  }

  // What connections say.

  void connected(ClientConnection connection) {
    connecting--;
    (multiplexed ? stats().http2Connections : stats().http1Connections).increment();
    available(connection);
  }

  /** A connection can take a request, or some. */
  void available(ClientConnection connection) {
    while (connection.canStart()) {
      Exchange next = nextWaiting();
      if (next == null) {
        if (!multiplexed) {
          idle.addLast(connection);
        }
        if (closed) {
          connection.closeWhenIdle();
        }
        return;
      }
      connection.start(next);
    }
  }

  private @Nullable Exchange nextWaiting() {
    Exchange next = waiting.pollFirst();
    if (next != null) {
      releasePending();
    }
    return next;
  }

  private void releasePending() {
    cluster.pending().release();
    stats().activePending.add(-1);
  }

  /** A connection could not be made. All that wait for one are told, as in Envoy. */
  void connectFailed(ClientConnection connection, ExchangeFailure failure, String detail) {
    connecting--;
    endpoint.failedConnections.increment();
    stats().connectFailures.increment();
    if (failure == ExchangeFailure.CONNECTION_TIMEOUT) {
      stats().connectTimeouts.increment();
    }
    gone(connection);
    List<Exchange> failed = new ArrayList<>(waiting);
    waiting.clear();
    for (Exchange exchange : failed) {
      releasePending();
      stats().pendingFailures.increment();
      exchange.failed(failure, detail);
    }
    connectIfNeeded();
  }

  /** A connection is closed. */
  void disconnected(ClientConnection connection) {
    idle.remove(connection);
    gone(connection);
    connectIfNeeded();
  }

  /** A connection takes no more requests, but goes on with those that it has. */
  void draining() {
    connectIfNeeded();
  }

  private void gone(ClientConnection connection) {
    if (all.remove(connection)) {
      cluster.connections().release();
      stats().activeConnections.add(-1);
      stats().destroyedConnections.increment();
      endpoint.activeConnections.decrement();
    }
  }

  // What exchanges say.

  void cancelled(Exchange exchange) {
    if (waiting.remove(exchange)) {
      releasePending();
      stats().cancelled.increment();
    }
  }

  void began() {
    cluster.requests().acquire();
    stats().requests.increment();
    stats().activeRequests.add(1);
    endpoint.requests.increment();
    endpoint.activeRequests.incrementAndGet();
  }

  void ended() {
    cluster.requests().release();
    stats().activeRequests.add(-1);
    endpoint.activeRequests.decrementAndGet();
  }

  void responded(int status) {
    stats().response(status);
    if (status >= 500) {
      endpoint.failedRequests.increment();
    }
  }

  void failedWithoutResponse() {
    endpoint.failedRequests.increment();
  }

  /**
   * The endpoint is not in the cluster any more, or the proxy ends.
   *
   * @param atOnce whether also requests under way, and those of streams that know this endpoint
   *     already, are given up
   */
  void close(boolean atOnce) {
    closed = true;
    dead = atOnce;
    for (ClientConnection connection : List.copyOf(all)) {
      if (atOnce) {
        connection.close();
      } else {
        connection.closeWhenIdle();
      }
    }
  }
}
