package io.proxywasm.proxy.cluster;

import io.proxywasm.proxy.config.LbEndpoint;
import io.proxywasm.proxy.config.Locality;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.LongAdder;

/** One address of a cluster. Lives as long as the cluster has it. Thread-safe. */
public final class Endpoint {
  private final LbEndpoint config;
  private final Locality locality;
  private final InetSocketAddress address;
  private final String hostname;

  /** Connections, ever. */
  final LongAdder connections = new LongAdder();

  /** Connections now. */
  final LongAdder activeConnections = new LongAdder();

  /** Connections that were not made. */
  final LongAdder failedConnections = new LongAdder();

  /** Requests, ever. */
  final LongAdder requests = new LongAdder();

  /** Requests now. */
  final LongAdder activeRequests = new LongAdder();

  /** Requests that were answered with 5xx or not at all. */
  final LongAdder failedRequests = new LongAdder();

  Endpoint(LbEndpoint config, Locality locality, InetSocketAddress address) {
    this.config = config;
    this.locality = locality;
    this.address = address;
    this.hostname =
        !config.hostname().isEmpty() || isNumeric(config.address().host())
            ? config.hostname()
            : config.address().host();
  }

  private static boolean isNumeric(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  /** What the configuration says. */
  public LbEndpoint config() {
    return config;
  }

  /** Where it runs. */
  public Locality locality() {
    return locality;
  }

  /** The address. */
  public InetSocketAddress address() {
    return address;
  }

  /** Its name, or empty: that of the configuration, else the name that was resolved. */
  public String hostname() {
    return hostname;
  }

  /** Connections, ever ({@code cx_total}). */
  public long connections() {
    return connections.sum();
  }

  /** Connections now ({@code cx_active}). */
  public long activeConnections() {
    return activeConnections.sum();
  }

  /** Connections that were not made ({@code cx_connect_fail}). */
  public long failedConnections() {
    return failedConnections.sum();
  }

  /** Requests, ever ({@code rq_total}). */
  public long requests() {
    return requests.sum();
  }

  /** Requests now ({@code rq_active}). */
  public long activeRequests() {
    return activeRequests.sum();
  }

  /** Requests that failed ({@code rq_error}). */
  public long failedRequests() {
    return failedRequests.sum();
  }

  @Override
  public String toString() {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
