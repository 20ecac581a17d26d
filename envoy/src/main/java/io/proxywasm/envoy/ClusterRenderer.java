package io.proxywasm.envoy;

import static io.proxywasm.envoy.Fields.fields;
import static io.proxywasm.envoy.Fields.typed;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Renders clusters. */
final class ClusterRenderer {
  private static final String OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
  private static final Pattern IP = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F.]*:[0-9a-fA-F:.]*\\]?");

  private ClusterRenderer() {}

  static Fields render(EnvoyCluster cluster) {
    boolean ip = IP.matcher(cluster.host()).matches();
    Fields result =
        fields("name", cluster.name())
            .with("type", ip ? "STATIC" : "STRICT_DNS")
            .with("connect_timeout", "5s");
    if (!ip) {
      result.with("dns_lookup_family", "V4_PREFERRED");
    }
    if (!cluster.metadata().isEmpty()) {
      result.with("metadata", Map.of("filter_metadata", cluster.metadata()));
    }
    return result
        .with("load_assignment", endpoints(cluster))
        .with("typed_extension_protocol_options", Map.of(OPTIONS, protocol(cluster)));
  }

  private static Fields endpoints(EnvoyCluster cluster) {
    String host = cluster.host().replaceAll("[\\[\\]]", "");
    Fields address = fields("address", ListenerRenderer.socketAddress(host, cluster.port()));
    return fields("cluster_name", cluster.name())
        .with("endpoints", List.of(fields("lb_endpoints", List.of(fields("endpoint", address)))));
  }

  private static Fields protocol(EnvoyCluster cluster) {
    return typed(OPTIONS)
        .with(
            "explicit_http_config",
            cluster.http2()
                ? fields(
                    "http2_protocol_options",
                    cluster.metadataFrames() ? Map.of("allow_metadata", true) : Map.of())
                : fields("http_protocol_options", Map.of("enable_trailers", true)));
  }
}
