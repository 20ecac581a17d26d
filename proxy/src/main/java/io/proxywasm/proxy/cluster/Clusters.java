package io.proxywasm.proxy.cluster;

import io.proxywasm.host.Stats;
import io.proxywasm.proxy.config.Cluster;
import io.proxywasm.proxy.net.EventLoops;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All upstreams. Thread-safe. */
public final class Clusters implements AutoCloseable {
  private final Map<String, UpstreamCluster> clusters = new LinkedHashMap<>();

  private Clusters() {}

  /**
   * Makes the clusters; names begin to be resolved.
   *
   * @throws io.proxywasm.proxy.config.ConfigException when a certificate cannot be read
   */
  public static Clusters start(List<Cluster> configs, EventLoops loops, Stats stats) {
    Clusters all = new Clusters();
    for (Cluster config : configs) {
      all.clusters.put(config.name(), new UpstreamCluster(config, loops, stats));
    }
    return all;
  }

  /** A cluster by its name, or null. */
  public @Nullable UpstreamCluster get(String name) {
    return clusters.get(name);
  }

  /** All clusters in the order of the configuration. */
  public Collection<UpstreamCluster> all() {
    return clusters.values();
  }

  /** Waits until each name was resolved once, or not found, but at most so long. */
  public void awaitResolved(java.time.Duration limit) {
    throw new UnsupportedOperationException();
  }

  /** Closes all connections. Not called on a loop. */
  @Override
  public void close() {
    clusters.values().forEach(UpstreamCluster::close);
  }
}
