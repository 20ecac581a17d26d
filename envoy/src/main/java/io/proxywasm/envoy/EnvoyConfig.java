package io.proxywasm.envoy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Envoy shall do: listeners with plugins, and clusters.
 *
 * @param listeners the listeners
 * @param clusters the upstreams
 */
public record EnvoyConfig(List<EnvoyListener> listeners, List<EnvoyCluster> clusters) {

  /**
   * Copies the lists, and checks that names are unique and that routes lead to clusters.
   *
   * @throws EnvoyException when a name is there twice or a route leads nowhere
   */
  public EnvoyConfig {
    listeners = List.copyOf(listeners);
    clusters = List.copyOf(clusters);
    unique("listener", listeners.stream().map(EnvoyListener::name));
    unique("cluster", clusters.stream().map(EnvoyCluster::name));
    List<String> known = clusters.stream().map(EnvoyCluster::name).toList();
    for (EnvoyListener listener : listeners) {
      Stream.concat(
              listener.tcpCluster().stream(),
              listener.routes().stream().flatMap(route -> route.cluster().stream()))
          .filter(name -> !known.contains(name))
          .findFirst()
          .ifPresent(
              name -> {
                throw new EnvoyException(
                    String.format(
                        "Listener %s leads to the cluster %s, which is not there. Clusters: %s.",
                        listener.name(),
                        name,
                        known.isEmpty() ? "none" : String.join(", ", known)));
              });
    }
  }

  /**
   * Starts an empty configuration.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Renders a bootstrap that stands by itself: static listeners and clusters, admin on a free
   * loopback port, plugin files by their absolute path. {@code envoy -c} takes it.
   *
   * @return JSON
   */
  public String bootstrap() {
    return Json.write(BootstrapRenderer.standalone(this));
  }

  private static void unique(String kind, Stream<String> names) {
    Set<String> seen = new HashSet<>();
    names
        .filter(name -> !seen.add(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new EnvoyException("There are two " + kind + "s named " + name + ".");
            });
  }

  /** Collects listeners and clusters. */
  public static final class Builder {
    private final List<EnvoyListener> listeners = new ArrayList<>();
    private final List<EnvoyCluster> clusters = new ArrayList<>();

    private Builder() {}

    /**
     * Adds a listener.
     *
     * @param listener the listener
     * @return this
     */
    public Builder listener(EnvoyListener listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * Adds a cluster.
     *
     * @param cluster the cluster
     * @return this
     */
    public Builder cluster(EnvoyCluster cluster) {
      clusters.add(cluster);
      return this;
    }

    /**
     * Makes the configuration.
     *
     * @return the configuration
     * @throws EnvoyException when a name is there twice or a route leads nowhere
     */
    public EnvoyConfig build() {
      return new EnvoyConfig(listeners, clusters);
    }
  }
}
