package io.proxywasm.proxy.cluster;

import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.Stats;
import io.proxywasm.proxy.config.Cluster;
import io.proxywasm.proxy.net.EventLoops;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.util.List;

/** A cluster: its endpoints, and a pool of connections to them on each loop. Thread-safe. */
public final class UpstreamCluster {
  private final Cluster config;

  UpstreamCluster(Cluster config, EventLoops loops, Stats stats) {
    this.config = config;
  }

  /** Its name. */
  public String name() {
    return config.name();
  }

  /** What the configuration says. */
  public Cluster config() {
    return config;
  }

  /** The endpoints of now. */
  public List<Endpoint> endpoints() {
    throw new UnsupportedOperationException();
  }

  /**
   * Sends a request; to be called on the loop. Nothing is added to the headers. The listener is
   * called on the loop, never before this method returned.
   *
   * @param headers the request's, with {@code :method}, {@code :path}, {@code :authority}, {@code
   *     :scheme} first; not changed any more
   */
  public UpstreamExchange open(
      NettyEventLoop loop, HeaderMap headers, boolean endOfStream, ExchangeListener listener) {
    throw new UnsupportedOperationException();
  }

  void close() {}
}
