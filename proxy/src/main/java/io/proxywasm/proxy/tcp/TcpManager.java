package io.proxywasm.proxy.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.Stats;
import io.proxywasm.proxy.cluster.Clusters;
import io.proxywasm.proxy.config.ClusterSpecifier;
import io.proxywasm.proxy.config.TcpProxy;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.util.concurrent.ThreadLocalRandom;

/** What all connections of one {@code tcp_proxy} share. Thread-safe. */
public final class TcpManager {
  private final TcpProxy config;
  private final int bufferLimit;
  private final TcpExtension extension;
  private final Clusters clusters;
  private final TcpStats stats;

  /**
   * Makes one.
   *
   * @param bufferLimit how much of a connection is kept in memory at most
   */
  public TcpManager(
      TcpProxy config, int bufferLimit, TcpExtension extension, Clusters clusters, Stats stats) {
    this.config = config;
    this.bufferLimit = bufferLimit;
    this.extension = extension;
    this.clusters = clusters;
    this.stats = new TcpStats(stats, config.statPrefix());
  }

  /** Makes the handler of a client's connection, to be put at the end of its pipeline. */
  public ChannelHandler newHandler(NettyEventLoop loop, ConnectionInfo info, Channel channel) {
    return new TcpConnection(this, loop, info, channel).downstreamHandler();
  }

  TcpProxy config() {
    return config;
  }

  int bufferLimit() {
    return bufferLimit;
  }

  TcpExtension extension() {
    return extension;
  }

  Clusters clusters() {
    return clusters;
  }

  TcpStats stats() {
    return stats;
  }

  /** The cluster for a new connection. */
  String clusterName() {
    if (config.cluster() instanceof ClusterSpecifier.Single single) {
      return single.cluster();
    }
    ClusterSpecifier.Weighted weighted = (ClusterSpecifier.Weighted) config.cluster();
    int sum = weighted.clusters().stream().mapToInt(ClusterSpecifier.Weight::weight).sum();
    int left = ThreadLocalRandom.current().nextInt(Math.max(1, sum));
    for (ClusterSpecifier.Weight weight : weighted.clusters()) {
      left -= weight.weight();
      if (left < 0) {
        return weight.cluster();
      }
    }
    return "";
  }
}
