package io.proxywasm.envoy;

import static io.proxywasm.envoy.Fields.fields;
import static io.proxywasm.envoy.Fields.typed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Renders listeners with their filter chains. */
final class ListenerRenderer {
  private static final String NETWORK = "envoy.extensions.filters.network.";

  private final PluginRenderer plugins;

  ListenerRenderer(CodeSource code) {
    this.plugins = new PluginRenderer(code);
  }

  static Fields socketAddress(String host, int port) {
    return fields("socket_address", fields("address", host).with("port_value", port));
  }

  Fields render(EnvoyListener listener) {
    Fields result =
        fields("name", listener.name())
            .with("address", socketAddress(listener.address(), listener.port()));
    if (listener.port() != 0) {
      // Otherwise two Envoys of one user would share the port in silence.
      result.with("enable_reuse_port", false);
    }
    List<Fields> filters = listener.tcpCluster().isPresent() ? tcp(listener) : http(listener);
    return result.with("filter_chains", List.of(fields("filters", filters)));
  }

  private List<Fields> tcp(EnvoyListener listener) {
    List<Fields> filters = new ArrayList<>();
    for (EnvoyPlugin plugin : listener.plugins()) {
      filters.add(plugins.networkFilter(plugin));
    }
    filters.add(
        fields("name", "envoy.filters.network.tcp_proxy")
            .with(
                "typed_config",
                typed(NETWORK + "tcp_proxy.v3.TcpProxy")
                    .with("stat_prefix", listener.name())
                    .with("cluster", listener.tcpCluster().orElseThrow())
                    .withAll(accessLog(listener))));
    return filters;
  }

  private List<Fields> http(EnvoyListener listener) {
    List<Fields> filters = new ArrayList<>();
    for (EnvoyPlugin plugin : listener.plugins()) {
      filters.add(plugins.httpFilter(plugin));
    }
    filters.add(
        fields("name", "envoy.filters.http.router")
            .with("typed_config", typed("envoy.extensions.filters.http.router.v3.Router")));
    Fields manager =
        typed(NETWORK + "http_connection_manager.v3.HttpConnectionManager")
            .with("stat_prefix", listener.name())
            .with("codec_type", "AUTO")
            .with("http_protocol_options", Map.of("enable_trailers", true))
            .with("route_config", routes(listener))
            .with("http_filters", filters)
            .withAll(accessLog(listener));
    if (listener.metadataFrames()) {
      manager.with("http2_protocol_options", Map.of("allow_metadata", true));
    }
    return List.of(
        fields("name", "envoy.filters.network.http_connection_manager")
            .with("typed_config", manager));
  }

  private static Fields routes(EnvoyListener listener) {
    Map<String, List<Fields>> hosts = new LinkedHashMap<>();
    if (listener.routes().isEmpty()) {
      hosts.put("*", List.of());
    }
    for (EnvoyRoute route : listener.routes()) {
      hosts.computeIfAbsent(route.domain(), domain -> new ArrayList<>()).add(route(route));
    }
    return fields("name", listener.name())
        .with(
            "virtual_hosts",
            hosts.entrySet().stream().map(host -> host(host.getKey(), host.getValue())).toList());
  }

  private static Fields host(String domain, List<Fields> routes) {
    return fields("name", domain.equals("*") ? "all" : domain)
        .with("domains", List.of(domain))
        .with("routes", routes);
  }

  private static Fields route(EnvoyRoute route) {
    Fields match = fields("match", Map.of("prefix", route.prefix()));
    if (!route.metadata().isEmpty()) {
      match.with("metadata", Map.of("filter_metadata", route.metadata()));
    }
    if (route.cluster().isPresent()) {
      return match.with("route", Map.of("cluster", route.cluster().get()));
    }
    Fields response = fields("status", route.status());
    if (!route.body().isEmpty()) {
      response.with("body", Map.of("inline_string", route.body()));
    }
    return match.with("direct_response", response);
  }

  private static Map<String, Object> accessLog(EnvoyListener listener) {
    if (listener.accessLog().isEmpty()) {
      return Map.of();
    }
    AccessLog log = listener.accessLog().get();
    Fields config =
        typed("envoy.extensions.access_loggers.file.v3.FileAccessLog")
            .with("path", log.file().toAbsolutePath().toString());
    log.format()
        .ifPresent(
            format ->
                config.with(
                    "log_format",
                    fields("text_format_source", Map.of("inline_string", format + "\n"))));
    return Map.of(
        "access_log",
        List.of(fields("name", "envoy.access_loggers.file").with("typed_config", config)));
  }
}
