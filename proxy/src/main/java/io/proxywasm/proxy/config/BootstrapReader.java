package io.proxywasm.proxy.config;

import static io.proxywasm.proxy.config.CoreReader.CORE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the whole bootstrap. */
final class BootstrapReader {
  static final String BOOTSTRAP = "envoy.config.bootstrap.v3.Bootstrap";

  private static final String CONFIG = "envoy.config.bootstrap.v3.Bootstrap.StaticResources";
  private static final String STATS = "envoy.config.metrics.v3.";

  private final Input input;
  private final LimitsReader limits;
  private final PluginReader plugins;
  private final AccessLogReader accessLogs;
  private final List<Cluster> clusters = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();

  BootstrapReader(Input input) {
    this.input = input;
    this.limits = new LimitsReader(input);
    this.plugins = new PluginReader(limits);
    this.accessLogs = new AccessLogReader(plugins);
  }

  ProxyConfig read() {
    ProxyConfig config = MessageInput.read(input, BOOTSTRAP, this::bootstrap);
    limits.refuseUnused();
    return config;
  }

  private ProxyConfig bootstrap(MessageInput in) {
    Node node = in.message("node", NodeReader.NODE, NodeReader::read).orElse(Node.EMPTY);
    in.message("static_resources", CONFIG, this::staticResources);
    Optional<Admin> admin =
        in.message("admin", "envoy.config.bootstrap.v3.Admin", this::admin).flatMap(a -> a);
    List<WasmService> services =
        in.messages("bootstrap_extensions", CORE + "TypedExtensionConfig", this::extension);
    List<StatsTag> tags =
        in.message(
                "stats_config",
                STATS + "StatsConfig",
                stats -> stats.messages("stats_tags", STATS + "TagSpecifier", BootstrapReader::tag))
            .orElse(List.of());
    return new ProxyConfig(
        node,
        admin,
        listeners,
        clusters,
        services,
        tags,
        in.positiveDuration("stats_flush_interval")
            .orElse(ProxyConfig.DEFAULT_STATS_FLUSH_INTERVAL),
        input.reading().json(input.tree()));
  }

  private boolean staticResources(MessageInput in) {
    in.messages("clusters", ClusterReader.CLUSTER, this::cluster);
    List<String> names = new ArrayList<>();
    clusters.forEach(cluster -> names.add(cluster.name()));
    ListenerReader reader = new ListenerReader(plugins, accessLogs, names);
    in.messages("listeners", ListenerReader.LISTENER, listener -> listener(listener, reader));
    return true;
  }

  private boolean cluster(MessageInput in) {
    Cluster cluster = ClusterReader.read(in);
    for (Cluster other : clusters) {
      if (other.name().equals(cluster.name())) {
        throw in.wrong("name", "duplicate cluster '" + cluster.name() + "'");
      }
    }
    return clusters.add(cluster);
  }

  private boolean listener(MessageInput in, ListenerReader reader) {
    Listener listener = reader.read(in);
    for (Listener other : listeners) {
      if (other.name().equals(listener.name()) && !isAddress(listener)) {
        throw in.wrong("name", "duplicate listener '" + listener.name() + "'");
      }
      if (other.address().equals(listener.address()) && listener.address().port() != 0) {
        throw in.wrong(
            "address",
            String.format(
                "listener '%s' has the address %s too", other.name(), listener.address()));
      }
    }
    return listeners.add(listener);
  }

  /** Whether a listener has no name of its own; several may have a free port of one address. */
  private static boolean isAddress(Listener listener) {
    return listener.name().equals(listener.address().toString());
  }

  private Optional<Admin> admin(MessageInput in) {
    List<AccessLog> logs = new ArrayList<>(accessLogs.read(in));
    in.optionalText("access_log_path")
        .map(path -> CoreReader.path(in, "access_log_path", path))
        .ifPresent(path -> logs.add(new AccessLog.File(path, LogFormat.DEFAULT)));
    return in.message("address", CORE + "Address", a -> CoreReader.ipAddress(a, ""))
        .map(address -> new Admin(address, logs));
  }

  private WasmService extension(MessageInput in) {
    in.requiredText("name");
    return in.requiredTyped("typed_config", Map.of(PluginReader.SERVICE, plugins::service));
  }

  private static StatsTag tag(MessageInput in) {
    String regex = in.text("regex");
    String fixed = in.text("fixed_value");
    StatsTag.Source source =
        in.exactlyOneOf("regex", "fixed_value").equals("regex")
            ? new StatsTag.Extractor(CoreReader.compile(in, "regex", regex))
            : new StatsTag.Fixed(fixed);
    return new StatsTag(in.requiredText("tag_name"), source);
  }
}
