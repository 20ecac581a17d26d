package io.proxywasm.envoy;

import static io.proxywasm.envoy.Fields.fields;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Renders the outermost message: a standalone bootstrap, or one whose parts lie in watched files.
 */
final class BootstrapRenderer {
  private BootstrapRenderer() {}

  static Map<String, Object> standalone(EnvoyConfig config) {
    ListenerRenderer listeners = new ListenerRenderer(CodeSource::asGiven);
    return fields("node", node())
        .with("admin", admin())
        .with(
            "static_resources",
            fields("listeners", config.listeners().stream().map(listeners::render).toList())
                .with(
                    "clusters", config.clusters().stream().map(ClusterRenderer::render).toList()));
  }

  /** Listeners and clusters in files that Envoy reads again when they are replaced. */
  static Map<String, Object> watching(Path listeners, Path clusters) {
    return fields("node", node())
        .with("admin", admin())
        .with(
            "dynamic_resources",
            fields("lds_config", source(listeners)).with("cds_config", source(clusters)));
  }

  static Map<String, Object> admin() {
    return fields("address", ListenerRenderer.socketAddress("127.0.0.1", 0));
  }

  /** What such a file holds. */
  static Map<String, Object> resources(String version, String type, List<Fields> resources) {
    return fields("version_info", version)
        .with(
            "resources",
            resources.stream().map(r -> fields("@type", Fields.TYPES + type).withAll(r)).toList());
  }

  private static Fields node() {
    return fields("id", "pwj").with("cluster", "pwj");
  }

  private static Fields source(Path file) {
    return fields("path_config_source", Map.of("path", file.toString()))
        .with("resource_api_version", "V3");
  }
}
