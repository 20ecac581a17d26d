package io.proxywasm.proxy.listener;

import io.proxywasm.host.Stats;
import io.proxywasm.proxy.cluster.Clusters;
import io.proxywasm.proxy.config.Listener;
import io.proxywasm.proxy.net.EventLoops;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** All ports of the proxy. Thread-safe; no method is called on a loop. */
public final class Listeners implements AutoCloseable {
  private Listeners() {}

  /**
   * Opens the ports.
   *
   * @throws io.proxywasm.proxy.config.ConfigException when a port cannot be opened, or a
   *     certificate not be read; then all are closed again
   */
  public static Listeners start(
      List<Listener> configs,
      EventLoops loops,
      Clusters clusters,
      Stats stats,
      Extensions extensions) {
    throw new UnsupportedOperationException();
  }

  /** Where a listener is, with the port that it got. */
  public InetSocketAddress address(String listener) {
    throw new UnsupportedOperationException();
  }

  /** Stops accepting; connections go on. The ports are free for another process. */
  public void stopAccepting() {
    throw new UnsupportedOperationException();
  }

  /**
   * Stops accepting, asks clients to go ({@code connection: close}, GOAWAY) and waits until they
   * have, but at most so long.
   *
   * @return whether all have gone
   */
  public boolean drain(Duration limit) {
    throw new UnsupportedOperationException();
  }

  /** The connections of now. */
  public long activeConnections() {
    throw new UnsupportedOperationException();
  }

  /** Closes all connections at once. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
