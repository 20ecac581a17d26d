package io.proxywasm.proxy.route;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.config.HttpConnectionManager;
import io.proxywasm.proxy.config.ProxyConfigReader;
import io.proxywasm.proxy.config.RedirectAction;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected is what Envoy 1.40 did with the same routes. */
class RouteTableTest {
  private static RouteTable table(String virtualHosts) {
    String yaml =
        """
        static_resources:
          clusters: [%s]
          listeners:
          - name: l
            address: {socket_address: {address: 127.0.0.1, port_value: 0}}
            filter_chains:
            - filters:
              - name: envoy.filters.network.http_connection_manager
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                  stat_prefix: s
                  http_filters:
                  - name: envoy.filters.http.router
                    typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
                  route_config: {name: r, virtual_hosts: [%s]}
        """
            .formatted(clusters("a", "b", "c"), virtualHosts);
    HttpConnectionManager manager =
        (HttpConnectionManager)
            ProxyConfigReader.read(yaml, "test")
                .listeners()
                .get(0)
                .filterChains()
                .get(0)
                .terminal();
    return RouteTable.of(manager.routeConfig());
  }

  private static String clusters(String... names) {
    StringBuilder all = new StringBuilder();
    for (String name : names) {
      all.append(all.isEmpty() ? "" : ", ")
          .append(
              "{name: " + name + ", type: STATIC, load_assignment: {cluster_name: " + name + "}}");
    }
    return all.toString();
  }

  private static RouteTable routes(String routes) {
    return table("{name: v, domains: ['*'], routes: [" + routes + "]}");
  }

  private static HeaderMap request(String path, String... more) {
    HeaderMap headers =
        HeaderMap.of(
            ":authority", "My.Host:8080", ":path", path, ":method", "GET", ":scheme", "http");
    for (int i = 0; i < more.length; i += 2) {
      headers.add(more[i], more[i + 1]);
    }
    return headers;
  }

  private static String cluster(RouteTable table, HeaderMap request) {
    RouteEntry entry = table.find(request);
    return entry == null ? "none" : String.valueOf(entry.cluster(request));
  }

  @ParameterizedTest
  @CsvSource({
    "x.example, exact",
    "X.EXAMPLE, exact",
    "a.b.example, suffix2",
    "a.example, suffix1",
    "www.test, prefix",
    "www., any",
    "other, any",
  })
  void shouldTakeTheNearestDomainWhenSeveralMatch(String host, String expected) {
    StringBuilder hosts = new StringBuilder();
    Map<String, String> domains = new HashMap<>();
    domains.put("any", "*");
    domains.put("suffix1", "*.example");
    domains.put("suffix2", "*.b.example");
    domains.put("prefix", "www.*");
    domains.put("exact", "x.example");
    domains.forEach(
        (name, domain) ->
            hosts
                .append(hosts.isEmpty() ? "" : ", ")
                .append(
                    "{name: "
                        + name
                        + ", domains: ['"
                        + domain
                        + "'], routes: [{match: {prefix: /}, route: {cluster: a}}]}"));
    RouteEntry entry =
        requireNonNull(
            table(hosts.toString()).find(HeaderMap.of(":authority", host, ":path", "/")));
    assertThat(entry.info().virtualHostName()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/pre/x, a",
    "/pre, none",
    "/exact?q=1, b",
    "/exact/, none",
    "/re/abc/x#f, c",
    "/re/ABC/x, none",
    "/sep, a",
    "/sep/y, a",
    "/sepa, none",
    "/q?b&a=1, b",
    "/q?a=1, none",
    "/q?b=2&a=2, none",
  })
  void shouldTakeTheFirstRouteWhenItsTestsPass(String path, String expected) {
    RouteTable table =
        routes(
            "{match: {prefix: /pre/}, route: {cluster: a}},"
                + "{match: {path: /exact}, route: {cluster: b}},"
                + "{match: {safe_regex: {regex: '/re/[a-z]+/x'}}, route: {cluster: c}},"
                + "{match: {path_separated_prefix: /sep}, route: {cluster: a}},"
                + "{match: {prefix: /q, query_parameters: [{name: a, string_match: {exact: '1'}},"
                + " {name: b, present_match: true}]}, route: {cluster: b}}");
    assertThat(cluster(table, request(path))).isEqualTo(expected);
  }

  @Test
  void shouldTestEachValueWhenAHeaderRepeats() {
    RouteTable table =
        routes(
            "{match: {prefix: /, headers: [{name: x, string_match: {exact: '2'}}]}, route: {cluster:"
                + " a}}, {match: {prefix: /}, route: {cluster: b}}");
    assertThat(cluster(table, request("/", "x", "1", "x", "2"))).isEqualTo("a");
    assertThat(cluster(table, request("/", "x", "1", "x", "3"))).isEqualTo("b");
    assertThat(cluster(table, request("/"))).isEqualTo("b");
  }

  @Test
  void shouldShareRequestsByWeightWhenThereAreSeveralClusters() {
    RouteTable table =
        routes(
            "{match: {prefix: /}, route: {weighted_clusters: {clusters: [{name: a, weight: 9}, {name:"
                + " b, weight: 1}]}}}");
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      counts.merge(cluster(table, request("/")), 1, Integer::sum);
    }
    assertThat(counts.get("a")).isBetween(8_500, 9_500);
    assertThat(counts.keySet()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void shouldTakeTheClusterOfAHeaderWhenTheRouteSaysSo() {
    RouteTable table = routes("{match: {prefix: /}, route: {cluster_header: x-c}}");
    assertThat(cluster(table, request("/", "x-c", "b"))).isEqualTo("b");
    assertThat(cluster(table, request("/"))).isEqualTo("null");
  }

  private static String changed(String route, HeaderMap request) {
    RouteEntry entry = requireNonNull(routes(route).find(request));
    StreamInfo info = new StreamInfo(new ConnectionInfo(1, "10.0.0.1:5", 5, "10.0.0.2:80", 80), 0);
    info.setProtocol("HTTP/1.1");
    entry.changeRequest(request, info, "endpoint.example");
    return request.toString();
  }

  @Test
  void shouldChangeTheRequestInEnvoysOrderWhenTheRouteRewrites() {
    assertThat(
            changed(
                "{match: {prefix: /pre/}, route: {cluster: a, prefix_rewrite: /up/,"
                    + " host_rewrite_literal: hr.example}, request_headers_to_add: [{header: {key:"
                    + " x-rt, value: '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT% %PROTOCOL%"
                    + " %REQ(:path)% %REQ(nope)% %%'}}, {header: {key: x-foo, value: new},"
                    + " append_action: OVERWRITE_IF_EXISTS_OR_ADD}], request_headers_to_remove:"
                    + " [x-del]}",
                request("/pre/ok?z=1", "x-foo", "old", "x-foo", "old2", "x-del", "1")))
        .isEqualTo(
            "[:authority: hr.example, :path: /up/ok?z=1, :method: GET, :scheme: http, x-foo: new,"
                + " x-rt: 10.0.0.1 HTTP/1.1 /pre/ok?z=1  %, x-envoy-original-host: My.Host:8080,"
                + " x-envoy-original-path: /pre/ok?z=1]");
    assertThat(
            changed(
                "{match: {prefix: /}, route: {cluster: a, auto_host_rewrite: true, regex_rewrite:"
                    + " {pattern: {regex: '^/re/([a-z]+)/x'}, substitution: '/up/\\1'}}}",
                request("/re/abc/x?q")))
        .startsWith("[:authority: endpoint.example, :path: /up/abc?q,");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"https_redirect: true, path_redirect: '/new?x=1'\", /a?b, https://My.Host:8080/new?x=1",
        "\"prefix_rewrite: /other, strip_query: true, port_redirect: 8443, scheme_redirect: https\","
            + " /a/c?b=c, https://My.Host:8443/other/c",
        "\"regex_rewrite: {pattern: {regex: '^/a/(.*)$'}, substitution: '/x/\\1'}\", /a/q?z,"
            + " http://My.Host:8080/x/q?z",
        "host_redirect: example.org, /a/r?a=b, http://example.org/a/r?a=b",
      })
  void shouldTellTheNewPlaceWhenTheRouteRedirects(String redirect, String path, String expected) {
    HeaderMap request = request(path);
    RouteEntry entry =
        requireNonNull(routes("{match: {prefix: /a}, redirect: {" + redirect + "}}").find(request));
    assertThat(entry.location(request, (RedirectAction) entry.config().action()))
        .isEqualTo(expected);
  }

  @Test
  void shouldRefuseWhenAnOperatorIsNotKnown() {
    assertThatThrownBy(
            () ->
                routes(
                    "{match: {prefix: /}, route: {cluster: a}, request_headers_to_add: [{header:"
                        + " {key: x, value: '%NOPE%'}}]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("NOPE");
  }
}
