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
  private final EventLoops loops;
  private final Stats stats;

  /** Clusters that are not in the configuration any more may still serve streams. */
  private final List<UpstreamCluster> retired = new ArrayList<>();

  private volatile Map<String, Served> clusters = Map.of();
  private final ExecutorService resolver =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "pwj-dns");
            thread.setDaemon(true);
            return thread;
          });

  /** A cluster and what finds its endpoints. */
  private record Served(UpstreamCluster cluster, Discovery discovery) {
    void close() {
      discovery.stop();
      cluster.close();
    }
  }

  private Clusters(EventLoops loops, Stats stats) {
    this.loops = loops;
    this.stats = stats;
  }

  /**
   * Makes the clusters; names begin to be resolved.
   *
   * @throws io.proxywasm.proxy.config.ConfigException when a certificate cannot be read, or an
   *     address is none
   */
  public static Clusters start(List<Cluster> configs, EventLoops loops, Stats stats) {
    Clusters all = new Clusters(loops, stats);
    try {
      all.change(configs).commit();
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /**
   * Exchanges the clusters, until it is taken back. Those whose configuration is the same stay.
   *
   * @throws io.proxywasm.proxy.config.ConfigException when a certificate cannot be read, or an
   *     address is none; nothing has changed then
   */
  public synchronized Change change(List<Cluster> configs) {
    Map<String, Served> before = clusters;
    Map<String, Served> after = new LinkedHashMap<>();
    List<Served> fresh = new ArrayList<>();
    try {
      for (Cluster config : configs) {
        Served served = before.get(config.name());
        if (served == null || !served.cluster.config().equals(config)) {
          UpstreamCluster cluster = new UpstreamCluster(config, loops, stats);
          served = new Served(cluster, new Discovery(cluster, loops.main(), resolver));
          fresh.add(served);
        }
        after.put(config.name(), served);
      }
      fresh.forEach(served -> served.discovery.start());
    } catch (RuntimeException e) {
      fresh.forEach(Served::close);
      throw e;
    }
    clusters = Collections.unmodifiableMap(after);
    return new Change(before, fresh);
  }

  /** New clusters in use, and the old ones that may come back. */
  public final class Change {
    private final Map<String, Served> before;
    private final List<Served> fresh;

    private Change(Map<String, Served> before, List<Served> fresh) {
      this.before = before;
      this.fresh = fresh;
    }

    /** The old clusters come back. */
    public void undo() {
      synchronized (Clusters.this) {
        clusters = before;
      }
      fresh.forEach(Served::close);
    }

    /** The old clusters end when requests to them have ended. */
    public void commit() {
      synchronized (Clusters.this) {
        for (Served old : before.values()) {
          if (!clusters.containsValue(old)) {
            old.discovery.stop();
            old.cluster.retire();
            retired.add(old.cluster);
          }
        }
      }
    }
  }

  /** A cluster by its name, or null. */
  public @Nullable UpstreamCluster get(String name) {
    Served served = clusters.get(name);
    return served == null ? null : served.cluster;
  }

  /** All clusters in the order of the configuration. */
  public Collection<UpstreamCluster> all() {
    return clusters.values().stream().map(Served::cluster).toList();
  }

  /**
   * Waits until each name was resolved once, or not found, but at most so long. Not called on a
   * loop.
   */
  public void awaitResolved(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    for (UpstreamCluster cluster : all()) {
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
  public synchronized void close() {
    resolver.shutdownNow();
    clusters.values().forEach(Served::close);
    retired.forEach(UpstreamCluster::close);
  }
}
