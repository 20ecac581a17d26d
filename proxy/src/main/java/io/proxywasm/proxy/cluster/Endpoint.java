package io.proxywasm.proxy.cluster;

import io.proxywasm.host.PropertyValue;
import io.proxywasm.host.UpstreamInfo;
import io.proxywasm.proxy.config.LbEndpoint;
import io.proxywasm.proxy.config.Locality;
import io.proxywasm.proxy.config.Metadata;
import io.proxywasm.proxy.net.NetAddresses;
import io.proxywasm.proxy.net.PropertyValues;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

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
  final AtomicInteger activeRequests = new AtomicInteger();

  /** Requests that were answered with 5xx or not at all. */
  final LongAdder failedRequests = new LongAdder();

  /** Its connections, by the number of the loop. */
  final @Nullable HostPool[] pools;

  private final UpstreamInfo.Host host;

  Endpoint(LbEndpoint config, Locality locality, InetSocketAddress address, int loops) {
    this.config = config;
    this.locality = locality;
    this.address = address;
    this.pools = new HostPool[loops];
    this.host =
        new UpstreamInfo.Host(
            toString(),
            address.getPort(),
            PropertyValue.locality(locality.region(), locality.zone(), locality.subZone()),
            PropertyValues.metadata(config.metadata()),
            PropertyValues.metadata(Metadata.EMPTY));
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

  /** What plugins and access logs see of it. */
  public UpstreamInfo.Host host() {
    return host;
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
    return activeRequests.get();
  }

  /** Requests that failed ({@code rq_error}). */
  public long failedRequests() {
    return failedRequests.sum();
  }

  @Override
  public String toString() {
    return NetAddresses.text(address);
  }
}
