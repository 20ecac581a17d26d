package io.proxywasm.proxy.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that the proxy does (Envoy's {@code Bootstrap}).
 *
 * @param node who it is
 * @param admin the admin endpoint
 * @param listeners the ports
 * @param clusters the upstreams
 * @param wasmServices the plugins that belong to no listener
 * @param statsTags the tags taken out of stats' names
 * @param statsFlushInterval how often histograms are summed up
 * @param json the bootstrap as JSON with the names of Envoy's fields, for {@code config_dump}
 */
public record ProxyConfig(
    Node node,
    Optional<Admin> admin,
    List<Listener> listeners,
    List<Cluster> clusters,
    List<WasmService> wasmServices,
    List<StatsTag> statsTags,
    Duration statsFlushInterval,
    String json) {
  /** How often histograms are summed up when nothing is said. */
  public static final Duration DEFAULT_STATS_FLUSH_INTERVAL = Duration.ofSeconds(5);

  /** Copies the lists. */
  public ProxyConfig {
    listeners = List.copyOf(listeners);
    clusters = List.copyOf(clusters);
    wasmServices = List.copyOf(wasmServices);
    statsTags = List.copyOf(statsTags);
  }

  /** Starts a configuration without a file. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects listeners and clusters. Nothing is checked. */
  public static final class Builder {
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Cluster> clusters = new ArrayList<>();
    private final List<WasmService> wasmServices = new ArrayList<>();
    private final List<StatsTag> statsTags = new ArrayList<>();
    private Duration statsFlushInterval = DEFAULT_STATS_FLUSH_INTERVAL;
    private Node node = Node.EMPTY;
    private Optional<Admin> admin = Optional.empty();
    private String json = "{}";

    private Builder() {}

    /** Sets who the proxy is. */
    public Builder node(Node value) {
      node = value;
      return this;
    }

    /** Sets the admin endpoint. */
    public Builder admin(Admin value) {
      admin = Optional.of(value);
      return this;
    }

    /** Adds a listener. */
    public Builder listener(Listener value) {
      listeners.add(value);
      return this;
    }

    /** Adds a cluster. */
    public Builder cluster(Cluster value) {
      clusters.add(value);
      return this;
    }

    /** Adds a plugin that belongs to no listener. */
    public Builder wasmService(WasmService value) {
      wasmServices.add(value);
      return this;
    }

    /** Adds a tag that is taken out of stats' names. */
    public Builder statsTag(StatsTag value) {
      statsTags.add(value);
      return this;
    }

    /** Sets how often histograms are summed up. */
    public Builder statsFlushInterval(Duration value) {
      statsFlushInterval = value;
      return this;
    }

    /** Sets what {@code config_dump} shows. */
    public Builder json(String value) {
      json = value;
      return this;
    }

    /** Makes the configuration. */
    public ProxyConfig build() {
      return new ProxyConfig(
          node, admin, listeners, clusters, wasmServices, statsTags, statsFlushInterval, json);
    }
  }
}
