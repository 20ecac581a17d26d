package io.proxywasm.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BadInputTest {
  private static final String CHAIN = "static_resources.listeners[0].filter_chains[0]";
  private static final String HCM = CHAIN + ".filters[0].typed_config";
  private static final String PLUGIN = HCM + ".http_filters[0].typed_config.config";
  private static final String HOST = HCM + ".route_config.virtual_hosts[0]";
  private static final String CLUSTER = "static_resources.clusters[0]";
  private static final String ENDPOINT =
      CLUSTER + ".load_assignment.endpoints[0].lb_endpoints[0].endpoint.address.socket_address";

  private static final String A = "match: {prefix: /a}";
  private static final String RESPONSE = "direct_response: {status: 200}";
  private static final String ROUTE = "route: {cluster: up}";
  private static final String ROUTE_1 = HOST + ".routes[1].route";
  private static final String CODE = "code: {local: {filename: auth.wasm}}";
  private static final String ROUTER =
      "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router";

  private record Case(String what, String by, String path, String problem) {
    @Override
    public String toString() {
      return by.strip();
    }
  }

  private static Case change(String what, String by, String path, String problem) {
    return new Case(what, by, path, problem);
  }

  /** In the field's line, one more field. */
  private static Case add(String what, String field, String path, String problem) {
    return new Case(what, what.replaceFirst("}$", "") + ", " + field + "}", path, problem);
  }

  static Stream<Case> notServed() {
    return Stream.of(
        add(A, "grpc: {}", HOST + ".routes[0].match.grpc", "not served. Served here: "),
        add(
            ROUTE,
            "hash_policy: [{header: {header_name: a}}]",
            ROUTE_1 + ".hash_policy",
            "this field of Envoy's RouteAction is not served. Served here: cluster, "),
        add(ROUTE, "upgrade_configs: [{}]", ROUTE_1 + ".upgrade_configs", "not served"),
        add(ROUTE, "hashPolicy: [{}]", ROUTE_1 + ".hashPolicy", "not served"),
        add(
            ROUTE,
            "retry_policy: {retry_on: \"5xx,envoy-ratelimited\"}",
            ROUTE_1 + ".retry_policy.retry_on",
            "envoy-ratelimited is not served. Served here: 5xx, gateway-error"),
        change("node: {id: edge}", "layered_runtime: {}", "layered_runtime", "not served"),
        change("node: {id: edge}", "dynamic_resources: {}", "dynamic_resources", "not served"),
        change("node: {id: edge}", "overload_manager: {}", "overload_manager", "not served"),
        change(
            "  - name: web\n",
            "  - name: web\n    bind_to_port: false\n",
            "static_resources.listeners[0].bind_to_port",
            "this field of Envoy's Listener is not served"),
        change(
            "    - filters:",
            "    - filter_chain_match: {destination_port: 80}\n      filters:",
            CHAIN + ".filter_chain_match.destination_port",
            "not served. Served here: server_names, application_protocols, transport_protocol"),
        change(
            "stat_prefix: web",
            "stat_prefix: web\n          local_reply_config: {}",
            HCM + ".local_reply_config",
            "not served"),
        change(
            "stat_prefix: web",
            "stat_prefix: web\n          codec_type: HTTP3",
            HCM + ".codec_type",
            "HTTP3 is not served. Served here: AUTO, HTTP1, HTTP2"),
        change("route_config:", "rds: {}\n          ignored:", HCM + ".ignored", "no such field"),
        change(
            ROUTER,
            "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua",
            HCM + ".http_filters[1].typed_config[\"@type\"]",
            "lua.v3.Lua is not served here. Served: " + ROUTER),
        change(
            "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3"
                + ".HttpConnectionManager",
            "type.googleapis.com/envoy.extensions.filters.network.echo.v3.Echo",
            HCM + "[\"@type\"]",
            "not served here. Served: "),
        change(
            "- name: up",
            "- name: up\n    type: EDS",
            CLUSTER + ".type",
            "EDS is not served. Served here: STATIC, STRICT_DNS, LOGICAL_DNS"),
        change("- name: up", "- name: up\n    type: 3", CLUSTER + ".type", "EDS is not served"),
        change(
            "- name: up",
            "- name: up\n    lb_policy: RING_HASH",
            CLUSTER + ".lb_policy",
            "RING_HASH is not served. Served here: ROUND_ROBIN, LEAST_REQUEST, RANDOM"),
        change(
            "- name: up",
            "- name: up\n    health_checks: [{}]",
            CLUSTER + ".health_checks",
            "not served"),
        change(
            "- name: up",
            "- name: up\n    outlier_detection: {}",
            CLUSTER + ".outlier_detection",
            "not served"),
        change(
            "socket_address: {address: 10.0.0.1, port_value: 80}",
            "pipe: {path: /tmp/x}",
            CLUSTER + ".load_assignment.endpoints[0].lb_endpoints[0].endpoint.address.pipe",
            "Served here: socket_address"),
        change(
            "address: 10.0.0.1, port_value: 80",
            "address: 10.0.0.1, port_value: 80, protocol: UDP",
            ENDPOINT + ".protocol",
            "UDP is not served. Served here: TCP"),
        change(
            "address: 10.0.0.1, port_value: 80",
            "address: 10.0.0.1, named_port: http",
            ENDPOINT + ".named_port",
            "not served. Served here: port_value"),
        change(
            "vm_config: {",
            "vm_config: {runtime: envoy.wasm.runtime.null, ",
            PLUGIN + ".vm_config.runtime",
            "envoy.wasm.runtime.null is not served. Served: envoy.wasm.runtime.v8"),
        change(
            "stat_prefix: web",
            "stat_prefix: web\n          access_log: [{filter: {}}]",
            HCM + ".access_log[0].typed_config",
            "is required"),
        change(
            "stat_prefix: web",
            "stat_prefix: web\n          access_log: [{filter: {}, typed_config: {\"@type\":"
                + " type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog,"
                + " path: a}}]",
            HCM + ".access_log[0].filter",
            "this field of Envoy's AccessLog is not served"));
  }

  static Stream<Case> unknown() {
    return Stream.of(
        change(
            "    filter_chains:",
            "    filter_chain:",
            "static_resources.listeners[0].filter_chain",
            "no such field. Did you mean filter_chains?"),
        change("admin:", "admni:", "admni", "Did you mean admin?"),
        change(A, "match: {prefx: /a}", HOST + ".routes[0].match.prefx", "Did you mean prefix?"),
        change(
            "stat_prefix: web",
            "stat_prefx: web",
            HCM + ".stat_prefx",
            "Did you mean stat_prefix?"),
        change(
            RESPONSE,
            "direct_response: {status: 200, bodi: x}",
            HOST + ".routes[0].direct_response.bodi",
            "Envoy's DirectResponseAction has no such field"),
        change(
            "- name: up",
            "- name: up\n    type: STATICK",
            CLUSTER + ".type",
            "STATICK is no value of this field. Did you mean STATIC?"),
        change(
            "- name: up",
            "- name: up\n    type: 77",
            CLUSTER + ".type",
            "77 is no value of this field"),
        change(
            ROUTER,
            "type.googleapis.com/envoy.extensions.filters.http.router.v3.Ruter",
            HCM + ".http_filters[1].typed_config[\"@type\"]",
            "unknown type envoy.extensions.filters.http.router.v3.Ruter. Served: "),
        change(
            ROUTER,
            "envoy.extensions.filters.http.router.v3.Router",
            HCM + ".http_filters[1].typed_config[\"@type\"]",
            "must begin with type.googleapis.com/"),
        change(
            "{\"@type\": " + ROUTER + "}",
            "{}",
            HCM + ".http_filters[1].typed_config",
            "@type is required. Served: "),
        change(
            "config: {name: auth",
            "config: {configuration: {\"@type\": type.googleapis.com/no.Such}, name: auth",
            PLUGIN + ".configuration[\"@type\"]",
            "unknown type no.Such"),
        change(
            "config: {name: auth",
            "config: {configuration: {\"@type\": type.googleapis.com/google.protobuf.StringValue,"
                + " text: a}, name: auth",
            PLUGIN + ".configuration.text",
            "no such field"),
        change(
            "node: {id: edge}",
            "node: {metadata: {io.proxywasm: {limits: {auth: {memory: 1MiB}}}}}",
            "node.metadata[\"io.proxywasm\"].limits.auth.memory",
            "Served here: callback_timeout, max_memory, log_lines_per_second"),
        change(
            "node: {id: edge}",
            "node: {metadata: {io.proxywasm: {limit: {}}}}",
            "node.metadata[\"io.proxywasm\"].limit",
            "Served here: limits"),
        change(
            "node: {id: edge}",
            "node: {metadata: {io.proxywasm: {limits: {other: {max_memory: 1MiB}}}}}",
            "node.metadata[\"io.proxywasm\"].limits.other",
            "there is no plugin of this name. Plugins: auth"));
  }

  static Stream<Case> wrongType() {
    return Stream.of(
        change(
            "port_value: 8080",
            "port_value: http",
            "static_resources.listeners[0].address.socket_address.port_value",
            "must be a whole number, but is the text \"http\""),
        change(
            "port_value: 8080",
            "port_value: 65536",
            "static_resources.listeners[0].address.socket_address.port_value",
            "must be a number from 0 to 65535, but is 65536"),
        change(
            "port_value: 8080",
            "port_value: 80.5",
            "static_resources.listeners[0].address.socket_address.port_value",
            "must be a whole number"),
        change(
            "port_value: 8080",
            "port_value: []",
            "static_resources.listeners[0].address.socket_address.port_value",
            "must be a whole number, but is a list"),
        change(
            "cluster_name: up",
            "cluster_name: yes",
            CLUSTER + ".load_assignment.cluster_name",
            "must be a text, but yes without quotes is the boolean true: write \"yes\""),
        change(
            "cluster_name: up",
            "cluster_name: 12",
            CLUSTER + ".load_assignment.cluster_name",
            "must be a text, but 12 without quotes is the number 12: write \"12\""),
        change(
            "- name: up",
            "- name: up\n    connect_timeout: 5",
            CLUSTER + ".connect_timeout",
            "must be a duration in seconds such as 1.5s, but is the number 5"),
        change(
            "- name: up",
            "- name: up\n    connect_timeout: 5ms",
            CLUSTER + ".connect_timeout",
            "must be a duration in seconds"),
        change(
            "- name: up",
            "- name: up\n    connect_timeout: -1s",
            CLUSTER + ".connect_timeout",
            "must be a duration in seconds"),
        change(
            "- name: up",
            "- name: up\n    connect_timeout: 0s",
            CLUSTER + ".connect_timeout",
            "must be more than 0s"),
        change(
            "- name: up",
            "- name: up\n    respect_dns_ttl: maybe",
            CLUSTER + ".respect_dns_ttl",
            "must be true or false, but is the text \"maybe\""),
        change(
            "clusters:\n  - name: up",
            "clusters:\n  - up\n  - name: up",
            CLUSTER,
            "must be an object, but is the text \"up\""),
        change(
            "domains: [\"*\"]",
            "domains: [{}]",
            HOST + ".domains[0]",
            "must be a text, but is an object"),
        change(
            "route_config:", "route_config: 1\n          a:", HCM + ".route_config", "an object"),
        change(
            CODE,
            "code: {local: {inline_bytes: \"*\"}}",
            PLUGIN + ".vm_config.code.local.inline_bytes",
            "must be bytes in Base64"),
        change(
            "node: {id: edge}",
            "node: {metadata: {io.proxywasm: {limits: {auth: {max_memory: 64MB}}}}}",
            "node.metadata[\"io.proxywasm\"].limits.auth.max_memory",
            "must be a size such as 64MiB (B, KiB, MiB, GiB), but is the text \"64MB\""),
        change(
            "node: {id: edge}",
            "node: {metadata: {io.proxywasm: {limits: {auth: {callback_timeout: 0s}}}}}",
            "node.metadata[\"io.proxywasm\"].limits.auth.callback_timeout",
            "must be more than 0s"));
  }

  static Stream<Case> wrongMeaning() {
    return Stream.of(
        change(ROUTE, "route: {cluster: down}", ROUTE_1 + ".cluster", "unknown cluster 'down'"),
        change(
            ROUTE,
            "route: {weighted_clusters: {clusters: [{name: down, weight: 1}]}}",
            ROUTE_1 + ".weighted_clusters.clusters[0].name",
            "unknown cluster 'down'. Clusters: up"),
        change(
            ROUTE,
            "route: {weighted_clusters: {clusters: [{name: up}]}}",
            ROUTE_1 + ".weighted_clusters.clusters",
            "the sum of the weights must be more than 0"),
        change(
            ROUTE,
            "route: {cluster: up, cluster_header: x}",
            ROUTE_1 + ".cluster_header",
            "only one of cluster, cluster_header may be there"),
        change(ROUTE, "route: {}", ROUTE_1, "one of cluster, cluster_header, weighted_clusters"),
        change(", " + ROUTE, "", HOST + ".routes[1]", "one of route, redirect, direct_response"),
        change(A, "match: {}", HOST + ".routes[0].match", "one of prefix, path, safe_regex"),
        change(
            A,
            "match: {safe_regex: {regex: \"a(\"}}",
            HOST + ".routes[0].match.safe_regex.regex",
            "invalid regex 'a(' (RE2 syntax): missing closing )"),
        change(
            A,
            "match: {safe_regex: {regex: \"(?=a)\"}}",
            HOST + ".routes[0].match.safe_regex.regex",
            "invalid regex"),
        add(
            ROUTE,
            "regex_rewrite: {pattern: {regex: \"(a)\"}, substitution: '\\2'}",
            ROUTE_1 + ".regex_rewrite.substitution",
            "\\2 is no group of (a)"),
        change(
            A,
            "match: {path_separated_prefix: /a/}",
            HOST + ".routes[0].match.path_separated_prefix",
            "\"/a/\" must be a path without"),
        change(
            RESPONSE,
            "direct_response: {status: 99}",
            HOST + ".routes[0].direct_response.status",
            "must be a number from 200 to 599, but is 99"),
        change(
            RESPONSE,
            "direct_response: {}",
            HOST + ".routes[0].direct_response.status",
            "is required"),
        change(
            RESPONSE,
            "direct_response: {status: 200, body: {filename: /no/such/file}}",
            HOST + ".routes[0].direct_response.body",
            "Cannot read the file /no/such/file: it is not there"),
        change(
            "stat_prefix: web",
            "stat_prefix: web\n          access_log: [{typed_config: {\"@type\":"
                + " type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog,"
                + " log_format: {text_format_source: {filename: /no/such/file}}}}]",
            HCM + ".access_log[0].typed_config.log_format.text_format_source",
            "Cannot read the file /no/such/file: it is not there"),
        change(
            RESPONSE,
            "direct_response: {status: 200, body: {inline_string: " + "x".repeat(4097) + "}}",
            HOST + ".routes[0].direct_response.body",
            "has 4097 bytes"),
        change(
            RESPONSE,
            "direct_response: {status: 200, body: {environment_variable: NOT_SET}}",
            HOST + ".routes[0].direct_response.body.environment_variable",
            "the variable NOT_SET is not set"),
        change(
            RESPONSE,
            RESPONSE + ", request_headers_to_add: [{header: {key: \":path\", value: /}}]",
            HOST + ".routes[0].request_headers_to_add[0].header.key",
            "the header :path cannot be added or removed"),
        change(
            "domains: [\"*\"]",
            "domains: [a.com, A.com]",
            HCM + ".route_config.virtual_hosts",
            "the domain A.com is there twice"),
        change("domains: [\"*\"]", "domains: []", HOST + ".domains", "is required"),
        change(
            "domains: [\"*\"]",
            "domains: [a.*.com]",
            HOST + ".domains",
            "\"a.*.com\" must be a host with at most one *"),
        change(
            "  - name: up",
            "  - name: up\n  - name: up",
            CLUSTER.replace('0', '1') + ".name",
            "duplicate cluster 'up'"),
        change("- name: up", "- alt_stat_name: up", CLUSTER + ".name", "is required"),
        change("- name: up", "- name: \"\"", CLUSTER + ".name", "must not be empty"),
        change(
            "address: 10.0.0.1",
            "address: up.example.com",
            ENDPOINT + ".address",
            "must be an IP address, but is up.example.com; names need the type STRICT_DNS"),
        change(
            "- name: up",
            "- {name: up, type: LOGICAL_DNS, load_assignment: {cluster_name: up}}\n  - name: other",
            CLUSTER + ".load_assignment",
            "a cluster of type LOGICAL_DNS has exactly one endpoint"),
        change(
            "  - name: web",
            "  - {name: web, address: {socket_address: {address: 127.0.0.1, port_value: 1}},"
                + " filter_chains: [{filters: [{name: t, typed_config: {\"@type\":"
                + " type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy,"
                + " stat_prefix: t, cluster: up}}]}]}\n  - name: web",
            "static_resources.listeners[1].name",
            "duplicate listener 'web'"),
        change(
            "    filter_chains:",
            "    listener_filters:",
            "static_resources.listeners[0].filter_chains",
            "is required"),
        change(
            "          - name: router\n            typed_config: {\"@type\": " + ROUTER + "}\n",
            "",
            HCM + ".http_filters",
            "the last one must be the router"),
        change(
            "http_filters:",
            "http_filters:\n          - name: first\n            typed_config: {\"@type\": "
                + ROUTER
                + "}",
            HCM + ".http_filters",
            "the router ends the chain and must be the last one"),
        change(CODE, "code: {}", PLUGIN + ".vm_config.code", "one of local, remote is required"),
        change(
            CODE,
            "code: {remote: {sha256: abc, http_uri: {uri: a, cluster: up, timeout: 1s}}}",
            PLUGIN + ".vm_config.code.remote.sha256",
            "must be 64 hexadecimal digits, but is \"abc\""),
        change(
            "config: {name: auth",
            "config: {fail_open: true, failure_policy: FAIL_CLOSED, name: auth",
            PLUGIN + ".fail_open",
            "only one of fail_open and failure_policy may be there"),
        change(
            CODE,
            CODE + ", environment_variables: {host_env_keys: [A], key_values: {A: b}}",
            PLUGIN + ".vm_config.environment_variables.host_env_keys",
            "the variable A is there twice"),
        change(
            "- name: all",
            "- name: all\n              typed_per_filter_config: {other: {\"@type\":"
                + " type.googleapis.com/google.protobuf.StringValue, value: a}}",
            HOST + ".typed_per_filter_config",
            "there is no HTTP filter other. Filters with a plugin: auth"),
        change(
            "- name: all",
            "- name: all\n              typed_per_filter_config: {auth: {\"@type\":"
                + " type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm,"
                + " config: {root_id: a}}}",
            HOST + ".typed_per_filter_config.auth.config.root_id",
            "not served. Served here: configuration"),
        change(
            "- name: hcm",
            "- name: hcm\n        typedConfig: {}",
            CHAIN + ".filters[0].typed_config",
            "is there twice, also as typedConfig"));
  }

  @ParameterizedTest
  @MethodSource({"notServed", "unknown", "wrongType", "wrongMeaning"})
  void shouldNameTheFieldWhenItCannotBeServed(Case test) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TestConfigs.readChanged(test.what(), test.by()))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .matches("(?s)test\\.yaml:[0-9]+:[0-9]+: .*\\.")
                    .containsOnlyOnce(": " + test.path() + ": ")
                    .containsOnlyOnce("test.yaml:")
                    .contains(test.problem()));
  }

  @Test
  void shouldSayWhereAndWhatInOneSentenceWhenAFieldIsNotServed() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TestConfigs.readChanged(A, "match: {prefix: /a, grpc: {}}"))
        .withMessage(
            "test.yaml:25:44: static_resources.listeners[0].filter_chains[0].filters[0]"
                + ".typed_config.route_config.virtual_hosts[0].routes[0].match.grpc: this field of"
                + " Envoy's RouteMatch is not served. Served here: case_sensitive, prefix, path,"
                + " path_separated_prefix, safe_regex, headers, query_parameters.");
  }

  @Test
  void shouldAcceptAnUnservedFieldWhenItSaysNoMoreThanItsAbsence() {
    TestConfigs.readChanged(
        "- name: up",
        "- name: up\n    health_checks: []\n    ignore_health_on_host_removal: false");
    TestConfigs.readChanged("node: {id: edge}", "layered_runtime:");
  }
}
