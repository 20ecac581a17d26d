package io.proxywasm.bench;

import java.util.List;
import java.util.Map;

/** Writes Envoy's configuration: a listener for each plugin, and one without. */
final class BenchYaml {
  /** The listener that has no plugin. */
  static final String NONE = "none";

  private static final String EXTENSIONS = "type.googleapis.com/envoy.extensions.filters";

  private BenchYaml() {}

  /**
   * Returns the configuration for {@code plugins} on {@code ports}, which has one more for {@link
   * #NONE}.
   */
  static String of(List<Plugin> plugins, Map<String, Integer> ports) {
    StringBuilder yaml = new StringBuilder("static_resources:\n  listeners:\n");
    yaml.append(listener(NONE, port(ports, NONE), ""));
    for (Plugin plugin : plugins) {
      yaml.append(listener(plugin.name(), port(ports, plugin.name()), wasm(plugin)));
    }
    return yaml.toString();
  }

  private static int port(Map<String, Integer> ports, String name) {
    Integer port = ports.get(name);
    if (port == null) {
      throw new IllegalArgumentException("no port for " + name);
    }
    return port;
  }

  private static String listener(String name, int port, String filter) {
    return """
        - name: %1$s
          address:
            socket_address: {address: 127.0.0.1, port_value: %2$d}
          filter_chains:
            - filters:
                - name: envoy.filters.network.http_connection_manager
                  typed_config:
                    "@type": %4$s.network.http_connection_manager.v3.HttpConnectionManager
                    stat_prefix: %1$s
                    generate_request_id: false
                    route_config:
                      virtual_hosts:
                        - name: all
                          domains: ["*"]
                          routes:
                            - match: {path: /check}
                              direct_response: {status: 200}
                              response_headers_to_add:
                                - header: {key: x-seen, value: "%%REQ(x-a)%%"}
                            - match: {prefix: /}
                              direct_response: {status: 200, body: {inline_string: hello}}
                    http_filters:
    %3$s\
                      - name: envoy.filters.http.router
                        typed_config:
                          "@type": %4$s.http.router.v3.Router
    """
        .formatted(name, port, filter.indent(18), EXTENSIONS);
  }

  private static String wasm(Plugin plugin) {
    return """
    - name: envoy.filters.http.wasm
      typed_config:
        "@type": %3$s.http.wasm.v3.Wasm
        config:
          name: %1$s
          root_id: bench
          vm_config:
            vm_id: %1$s
            runtime: envoy.wasm.runtime.v8
            code: {local: {filename: "%2$s"}}
    """
        .formatted(plugin.name(), plugin.module(), EXTENSIONS);
  }
}
