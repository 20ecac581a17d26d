package io.proxywasm.proxy.config;

import java.util.List;
import java.util.Optional;

/**
 * A port that the proxy listens on.
 *
 * @param name the listener's name, unique; its address when it has none
 * @param address where it listens
 * @param filterChains what happens to its connections; at least one, or a default one
 * @param defaultFilterChain what happens to connections that match none of them
 * @param perConnectionBufferLimitBytes how much of a connection is kept in memory at most
 * @param statPrefix the middle of its stats' names, or empty for its address
 * @param trafficDirection what plugins see as {@code listener_direction}
 * @param metadata data for filters
 * @param accessLog the logs of connections
 * @param tlsInspector whether the server name is read before a chain is chosen
 * @param enableReusePort whether other processes may listen on the same port
 */
public record Listener(
    String name,
    Address address,
    List<FilterChain> filterChains,
    Optional<FilterChain> defaultFilterChain,
    int perConnectionBufferLimitBytes,
    String statPrefix,
    TrafficDirection trafficDirection,
    Metadata metadata,
    List<AccessLog> accessLog,
    boolean tlsInspector,
    boolean enableReusePort) {
  /** What a connection may keep in memory when nothing is said. */
  public static final int DEFAULT_BUFFER_LIMIT = 1 << 20;

  /** Copies the lists. */
  public Listener {
    filterChains = List.copyOf(filterChains);
    accessLog = List.copyOf(accessLog);
  }

  /** One filter chain for all connections, with Envoy's defaults for all else. */
  public static Listener of(String name, Address address, FilterChain chain) {
    return new Listener(
        name,
        address,
        List.of(chain),
        Optional.empty(),
        DEFAULT_BUFFER_LIMIT,
        "",
        TrafficDirection.UNSPECIFIED,
        Metadata.EMPTY,
        List.of(),
        false,
        true);
  }

  /** Which way a listener's traffic goes; {@link #ordinal()} is the number that plugins see. */
  public enum TrafficDirection {
    /** Nothing is said. */
    UNSPECIFIED,
    /** To the service. */
    INBOUND,
    /** From the service. */
    OUTBOUND
  }
}
