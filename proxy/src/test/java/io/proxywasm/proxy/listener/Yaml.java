package io.proxywasm.proxy.listener;

/** Configurations for tests. */
final class Yaml {
  private Yaml() {}

  /** One HTTP listener "http" on a free port. */
  static String http(String routes, String clusters) {
    return http("", routes, clusters);
  }

  static String http(String options, String routes, String clusters) {
    return """
           static_resources:
             listeners:
             - name: http
               address: {socket_address: {address: 127.0.0.1, port_value: 0}}
               filter_chains:
               - filters:
                 - name: envoy.filters.network.http_connection_manager
                   typed_config:
                     "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                     stat_prefix: ingress
                     %s
                     http_filters:
                     - name: envoy.filters.http.router
                       typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
                     route_config:
                       name: routes
                       virtual_hosts:
                       - name: all
                         domains: ["*"]
                         routes: [%s]
             clusters: [%s]
           """
        .formatted(options, routes, clusters);
  }

  static String route(String prefix, String cluster) {
    return "{match: {prefix: %s}, route: {cluster: %s}}".formatted(prefix, cluster);
  }

  static String direct(String prefix, int status, String body) {
    return "{match: {prefix: %s}, direct_response: {status: %d, body: {inline_string: \"%s\"}}}"
        .formatted(prefix, status, body);
  }

  static String cluster(String name, int port) {
    return cluster(name, port, "");
  }

  static String cluster(String name, int port, String more) {
    return ("{name: %s, type: STATIC, load_assignment: {cluster_name: %s, endpoints: [{lb_endpoints:"
            + " [{endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}}]}]}"
            + "%s}")
        .formatted(name, name, port, more);
  }

  /** More of a cluster: it speaks HTTP/2. */
  static String http2() {
    return ", typed_extension_protocol_options:"
        + " {envoy.extensions.upstreams.http.v3.HttpProtocolOptions: {\"@type\":"
        + " type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions,"
        + " explicit_http_config: {http2_protocol_options: {}}}}";
  }
}
