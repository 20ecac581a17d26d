package io.proxywasm.proxy.cluster;

import io.proxywasm.host.Stats;
import io.proxywasm.proxy.config.Cluster;
import io.proxywasm.proxy.net.EventLoops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All upstreams. Thread-safe. */
public final class Clusters implements AutoCloseable {
  private final Map<String, UpstreamCluster> clusters = new LinkedHashMap<>();
  private final List<Discovery> discoveries = new ArrayList<>();
  private final ExecutorService resolver =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "pwj-dns");
            thread.setDaemon(true);
            return thread;
          });

  private Clusters() {}

  /**
   * Makes the clusters; names begin to be resolved.
   *
   * @throws io.proxywasm.proxy.config.ConfigException when a certificate cannot be read, or an
   *     address is none
   */
  public static Clusters start(List<Cluster> configs, EventLoops loops, Stats stats) {
    Clusters all = new Clusters();
    try {
      for (Cluster config : configs) {
        UpstreamCluster cluster = new UpstreamCluster(config, loops, stats);
        all.clusters.put(config.name(), cluster);
        all.discoveries.add(new Discovery(cluster, loops.main(), all.resolver));
      }
      all.discoveries.forEach(Discovery::start);
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /** A cluster by its name, or null. */
  public @Nullable UpstreamCluster get(String name) {
    return clusters.get(name);
  }

  /** All clusters in the order of the configuration. */
  public Collection<UpstreamCluster> all() {
    return Collections.unmodifiableCollection(clusters.values());
  }

  /**
   * Waits until each name was resolved once, or not found, but at most so long. Not called on a
   * loop.
   */
  public void awaitResolved(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    for (UpstreamCluster cluster : clusters.values()) {
      try {
        long left = deadline - System.nanoTime();
        if (!cluster.resolved().await(Math.max(0, left), TimeUnit.NANOSECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Closes all connections. Not called on a loop. */
  @Override
  public void close() {
    discoveries.forEach(Discovery::stop);
    resolver.shutdownNow();
    clusters.values().forEach(UpstreamCluster::close);
  }
}
