package io.proxywasm.proxy.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads TCP proxies. */
final class TcpProxyReader {
  private static final String WEIGHTED =
      "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster";
  private static final Optional<Duration> IDLE_TIMEOUT = Optional.of(Duration.ofHours(1));

  private final AccessLogReader accessLogs;

  TcpProxyReader(AccessLogReader accessLogs) {
    this.accessLogs = accessLogs;
  }

  TcpProxy read(MessageInput in) {
    return new TcpProxy(
        in.requiredText("stat_prefix"),
        cluster(in),
        in.timeout("idle_timeout", IDLE_TIMEOUT),
        in.uint32("max_connect_attempts", 1, 1, Integer.MAX_VALUE),
        accessLogs.read(in));
  }

  private static ClusterSpecifier cluster(MessageInput in) {
    String cluster = in.text("cluster");
    Optional<ClusterSpecifier> weighted =
        in.message("weighted_clusters", WEIGHTED, TcpProxyReader::weighted);
    return in.exactlyOneOf("cluster", "weighted_clusters").equals("cluster")
        ? new ClusterSpecifier.Single(cluster)
        : weighted.orElseThrow();
  }

  private static ClusterSpecifier weighted(MessageInput in) {
    List<ClusterSpecifier.Weight> weights =
        in.requiredMessages(
            "clusters",
            WEIGHTED + ".ClusterWeight",
            weight ->
                new ClusterSpecifier.Weight(
                    weight.requiredText("name"),
                    weight.uint32("weight", 1, 1, Integer.MAX_VALUE),
                    HeaderMutations.NONE,
                    Map.of()));
    return new ClusterSpecifier.Weighted(weights);
  }
}
