package io.proxywasm.envoy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands configurations to a running Envoy by files that it watches, and learns what it made of
 * them.
 */
final class Discovery {
  private enum Kind {
    CLUSTERS("cluster_manager.cds"),
    LISTENERS("listener_manager.lds");

    private final String stats;

    Kind(String stats) {
      this.stats = stats;
    }
  }

  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration LOG_LAG = Duration.ofSeconds(2);

  private final EnvoyProcess envoy;
  private final RunDirectory directory;
  private EnvoyConfig current;

  /** Takes over after the start, and fails when Envoy refused the first configuration. */
  Discovery(
      EnvoyProcess envoy,
      RunDirectory directory,
      EnvoyConfig config,
      String clustersVersion,
      String listenersVersion) {
    this.envoy = envoy;
    this.directory = directory;
    this.current = config;
    String what = "Envoy refused the configuration";
    await(Kind.CLUSTERS, clustersVersion, 0, 0, what);
    await(Kind.LISTENERS, listenersVersion, 0, 0, what);
  }

  synchronized void replace(EnvoyConfig config) {
    String what = "Envoy refused the new configuration and goes on with the old one";
    EnvoyConfig old = current;
    boolean sameClusters = config.clusters().equals(old.clusters());
    if (!sameClusters) {
      clusters(union(old.clusters(), config.clusters()), what);
    }
    try {
      long mark = envoy.log().position();
      long refused = refused(Kind.LISTENERS);
      await(Kind.LISTENERS, directory.writeListeners(config.listeners()), refused, mark, what);
    } catch (EnvoyException e) {
      if (!sameClusters && envoy.isAlive()) {
        clusters(old.clusters(), what);
      }
      throw e;
    }
    if (!sameClusters) {
      clusters(config.clusters(), what);
    }
    current = config;
  }

  private void clusters(List<EnvoyCluster> clusters, String what) {
    long mark = envoy.log().position();
    long refused = refused(Kind.CLUSTERS);
    await(Kind.CLUSTERS, directory.writeClusters(clusters), refused, mark, what);
  }

  private static List<EnvoyCluster> union(List<EnvoyCluster> old, List<EnvoyCluster> fresh) {
    Map<String, EnvoyCluster> all = new LinkedHashMap<>();
    old.forEach(cluster -> all.put(cluster.name(), cluster));
    fresh.forEach(cluster -> all.put(cluster.name(), cluster));
    return List.copyOf(all.values());
  }

  private void await(Kind kind, String version, long refusedBefore, long mark, String what) {
    @Nullable String accepted =
        Poll.until(
            ANSWER,
            () -> {
              if (!envoy.isAlive()) {
                throw Refusal.of("Envoy ended at the new configuration", envoy.log().lines(mark));
              }
              if (refused(kind) > refusedBefore) {
                throw refusal(what, mark);
              }
              return accepted(kind, version) ? version : null;
            });
    if (accepted == null) {
      throw new EnvoyException(
          "Envoy took no notice of the new configuration within " + ANSWER.toSeconds() + " s.");
    }
  }

  private EnvoyException refusal(String what, long mark) {
    // The log takes another way than the counter.
    envoy.log().find(mark, line -> line.message().startsWith("Filesystem config update "), LOG_LAG);
    return Refusal.of(what, envoy.log().lines(mark));
  }

  private boolean accepted(Kind kind, String version) {
    return envoy
        .adminGet("stats?filter=" + kind.stats + ".version_text")
        .contains("version_text: \"" + version + "\"");
  }

  private long refused(Kind kind) {
    Map<String, Long> stats = envoy.stats(kind.stats + ".update_");
    return stats.getOrDefault(kind.stats + ".update_rejected", 0L)
        + stats.getOrDefault(kind.stats + ".update_failure", 0L);
  }
}
