package io.proxywasm.proxy.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The end of a filter chain that hands bytes on.
 *
 * @param statPrefix the middle of its stats' names
 * @param cluster where connections go; never {@link ClusterSpecifier.Header}
 * @param idleTimeout the time without any byte; empty for no limit
 * @param maxConnectAttempts how often a connection is tried
 * @param accessLog the logs
 */
public record TcpProxy(
    String statPrefix,
    ClusterSpecifier cluster,
    Optional<Duration> idleTimeout,
    int maxConnectAttempts,
    List<AccessLog> accessLog)
    implements TerminalFilter {

  /** Copies the list. */
  public TcpProxy {
    accessLog = List.copyOf(accessLog);
  }

  /** To one cluster, with Envoy's defaults for all else. */
  public static TcpProxy to(String statPrefix, String cluster) {
    return new TcpProxy(
        statPrefix,
        new ClusterSpecifier.Single(cluster),
        Optional.of(Duration.ofHours(1)),
        1,
        List.of());
  }
}
