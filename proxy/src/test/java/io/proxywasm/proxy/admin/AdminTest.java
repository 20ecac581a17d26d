package io.proxywasm.proxy.admin;

import static io.proxywasm.proxy.TestProxy.answer;
import static io.proxywasm.proxy.TestProxy.cluster;
import static io.proxywasm.proxy.TestProxy.filter;
import static io.proxywasm.proxy.TestProxy.listener;
import static io.proxywasm.proxy.TestProxy.plugin;
import static io.proxywasm.proxy.TestProxy.to;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.proxywasm.abi.LogLevel;
import io.proxywasm.abi.MetricType;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Hostcalls;
import io.proxywasm.proxy.TestPlugin;
import io.proxywasm.proxy.TestProxy;
import io.proxywasm.proxy.config.AccessLog;
import io.proxywasm.proxy.config.Address;
import io.proxywasm.proxy.config.Admin;
import io.proxywasm.proxy.config.LogFormat;
import io.proxywasm.proxy.config.ProxyConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Envoy 1.40 answers, where it is the same. */
class AdminTest {
  private final TestProxy proxy = new TestProxy();
  private final HttpServer upstream;

  AdminTest() throws IOException {
    upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    upstream.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().equals("/bad") ? 500 : 200, -1);
          exchange.close();
        });
    upstream.start();
    proxy
        .code("p.wasm", () -> TestPlugin.of(AdminTest::counting))
        .start(
            ProxyConfig.builder()
                .listener(
                    listener(
                        "main",
                        List.of(filter(plugin("my_plugin", "p.wasm"))),
                        answer("/d", "hi"),
                        to("/", "up")))
                .cluster(cluster("up", upstream.getAddress().getPort()))
                .json(
                    "{\"node\": {\"id\": \"n\"}, \"static_resources\": {\"listeners\": [{\"name\":"
                        + " \"main\"}]}}")
                .build());
  }

  private static void counting(TestPlugin.Vm vm) {
    vm.on(
        Callback.ON_REQUEST_HEADERS,
        (host, arguments) -> {
          int unused = define(host, MetricType.COUNTER, "x.requests-seen");
          unused = host.incrementMetric((int) host.output().number(), 1);
          return host.log(LogLevel.DEBUG.code(), "seen");
        });
  }

  private static int define(Hostcalls host, MetricType type, String name) {
    return host.defineMetric(type.code(), name);
  }

  @AfterEach
  void stop() {
    proxy.close();
    upstream.stop(0);
  }

  private String get(String path) {
    HttpResponse<String> response = proxy.admin("GET", path);
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private String post(String path) {
    HttpResponse<String> response = proxy.admin("POST", path);
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  @Test
  void shouldAnswerWithEnvoysHeadersWhenAsked() {
    HttpResponse<String> response = proxy.admin("GET", "/ready");
    assertThat(response.body()).isEqualTo("LIVE\n");
    assertThat(response.headers().map())
        .containsEntry("content-type", List.of("text/plain; charset=UTF-8"))
        .containsEntry("cache-control", List.of("no-cache, max-age=0"))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("server", List.of("envoy"));
  }

  @Test
  void shouldListWhatItCanWhenThePathIsUnknown() {
    HttpResponse<String> response = proxy.admin("GET", "/nope");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body())
        .startsWith("invalid path. admin commands are:\n")
        .contains("  /stats: print server stats\n", "  /quitquitquit (POST): exit the server\n");
    assertThat(get("/help")).startsWith("admin commands are:\n");
    assertThat(get("/")).isEqualTo(get("/help"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/logging",
        "/healthcheck/fail",
        "/healthcheck/ok",
        "/quitquitquit",
        "/reset_counters",
        "/drain_listeners",
        "/reopen_logs"
      })
  void shouldRefuseWhenAChangeIsNotPosted(String path) {
    HttpResponse<String> response = proxy.admin("GET", path);
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.body()).isEqualTo("Method GET not allowed, POST required.");
  }

  @Test
  void shouldShowStatsAsTextWhenAsked() {
    assertThat(proxy.get("main", "/x").statusCode()).isEqualTo(200);
    TestProxy.await(
        "the request to be counted",
        () -> get("/stats?filter=ingress|test.*rq_completed").contains("completed: 1\n"));
    assertThat(get("/stats?filter=^cluster.up.upstream_rq_(total|2xx)$"))
        .isEqualTo("cluster.up.upstream_rq_2xx: 1\ncluster.up.upstream_rq_total: 1\n");
    assertThat(get("/stats?filter=wasmcustom")).isEqualTo("wasmcustom.x.requests-seen: 1\n");
    assertThat(get("/stats?filter=upstream_rq_time$"))
        .matches(
            "cluster.up.upstream_rq_time: P0\\(nan,[0-9.]+\\) P25\\(.*P100\\(nan,[0-9.]+\\)\n");
    assertThat(get("/stats?filter=upstream_rq_time$&histogram_buckets=cumulative"))
        .contains("B600000(0,1) B1.8e+06(0,1) B3.6e+06(0,1)\n");
    assertThat(get("/stats?usedonly&filter=cluster.up.upstream_rq_"))
        .contains("upstream_rq_total: 1\n")
        .doesNotContain(": 0\n");
    assertThat(get("/stats?type=Gauges&filter=cluster.up.*total"))
        .isEqualTo("cluster.up.membership_total: 1\n");
  }

  @Test
  void shouldShowStatsAsJsonWhenAsked() {
    assertThat(proxy.get("main", "/d").statusCode()).isEqualTo(200);
    assertThat(get("/stats?format=json&filter=wasmcustom"))
        .isEqualTo("{\"stats\":[{\"name\":\"wasmcustom.x.requests-seen\",\"value\":1}]}");
    assertThat(get("/stats?format=json&filter=nothing")).isEqualTo("{\"stats\":[]}");
    assertThat(get("/stats?format=json&filter=upstream_rq_time$"))
        .startsWith(
            "{\"stats\":[{\"histograms\":{\"supported_quantiles\":"
                + "[0,25,50,75,90,95,99,99.5,99.9,100],\"computed_quantiles\":"
                + "[{\"name\":\"cluster.up.upstream_rq_time\",\"values\":"
                + "[{\"cumulative\":null,\"interval\":null},");
  }

  @Test
  void shouldShowStatsForPrometheusWhenAsked() {
    assertThat(proxy.get("main", "/x").statusCode()).isEqualTo(200);
    assertThat(get("/stats/prometheus?filter=wasmcustom"))
        .isEqualTo("# TYPE x_requests_seen counter\nx_requests_seen{} 1\n");
    assertThat(get("/stats/prometheus?filter=cluster.up.upstream_rq_2"))
        .isEqualTo(
            """
            # TYPE envoy_cluster_upstream_rq counter
            envoy_cluster_upstream_rq{envoy_response_code="200",envoy_cluster_name="up"} 1
            # TYPE envoy_cluster_upstream_rq_xx counter
            envoy_cluster_upstream_rq_xx{envoy_response_code_class="2",envoy_cluster_name="up"} 1
            """);
    assertThat(get("/stats?format=prometheus&filter=upstream_rq_time$"))
        .startsWith(
            """
            # TYPE envoy_cluster_upstream_rq_time histogram
            envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="up",le="0.5"} \
            """)
        .contains(
            "envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name=\"up\",le=\"+Inf\"} 1\n")
        .endsWith("envoy_cluster_upstream_rq_time_count{envoy_cluster_name=\"up\"} 1\n");
  }

  @Test
  void shouldExplainWhenStatsAreAskedInAWrongWay() {
    assertBad("/stats?filter=%5B", "Invalid re2 regex: missing closing ]: [\n");
    assertBad("/stats?format=xx", "usage: /stats?format=(json|prometheus|text)\n\n");
    assertBad("/stats?type=Bad", "invalid &type= param\n");
    assertBad(
        "/stats?histogram_buckets=x",
        "usage: /stats?histogram_buckets=(cumulative|disjoint|detailed|summary)\n");
  }

  private void assertBad(String path, String body) {
    HttpResponse<String> response = proxy.admin("GET", path);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo(body);
  }

  @Test
  void shouldSetCountersToZeroWhenTold() {
    assertThat(proxy.get("main", "/d").statusCode()).isEqualTo(200);
    assertThat(post("/reset_counters")).isEqualTo("OK\n");
    assertThat(get("/stats?filter=wasmcustom")).isEqualTo("wasmcustom.x.requests-seen: 0\n");
  }

  @Test
  void shouldShowAndChangeLevelsWhenTold() {
    assertThat(post("/logging")).startsWith("active loggers:\n").contains("  wasm: info\n");
    assertThat(proxy.get("main", "/d").statusCode()).isEqualTo(200);
    assertThat(post("/logging?wasm=debug")).contains("  wasm: debug\n", "  admin: info\n");
    assertThat(proxy.get("main", "/d").statusCode()).isEqualTo(200);
    proxy.awaitMessage("wasm log my_plugin: seen");
    proxy.awaitMessage("change log level: name='wasm' level='debug'");
    assertThat(proxy.messages().stream().filter(line -> line.endsWith(": seen"))).hasSize(1);
    assertThat(post("/logging?paths=wasm:warning,admin:trace"))
        .contains("  wasm: warning\n", "  admin: trace\n");
    assertThat(post("/logging?level=error")).contains("  wasm: error\n", "  main: error\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nope=debug|unknown logger name",
        "level=bad|unknown logger level",
        "wasm=bad|unknown logger level",
        "wasm=info&main=debug|invalid number of parameters",
        "paths=wasm|empty logger name or empty logger level",
        "paths=nope:debug|unknown logger name"
      })
  void shouldExplainWhenLevelsAreChangedInAWrongWay(String queryAndError) {
    String[] parts = queryAndError.split("\\|");
    HttpResponse<String> response = proxy.admin("POST", "/logging?" + parts[0]);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .startsWith("error: " + parts[1] + "\n\nusage: /logging?<name>=<level>")
        .contains("  wasm: info\n");
  }

  @Test
  void shouldShowEndpointsWhenAsked() {
    assertThat(proxy.get("main", "/x").statusCode()).isEqualTo(200);
    assertThat(proxy.get("main", "/bad").statusCode()).isEqualTo(500);
    String endpoint = "up::127.0.0.1:" + upstream.getAddress().getPort() + "::";
    TestProxy.await("the end of requests", () -> get("/clusters").contains("rq_active::0\n"));
    assertThat(get("/clusters"))
        .startsWith("up::observability_name::up\nup::default_priority::max_connections::1024\n")
        .contains(
            endpoint + "rq_error::1\n" + endpoint + "rq_success::1\n" + endpoint + "rq_total::2\n",
            endpoint + "health_flags::healthy\n");
    assertThat(get("/clusters?format=json"))
        .startsWith("{\n \"cluster_statuses\": [\n  {\n   \"name\": \"up\",\n")
        .contains("{\n       \"value\": \"2\",\n       \"name\": \"rq_total\"\n      }");
    assertThat(get("/clusters?filter=none")).isEmpty();
  }

  @Test
  void shouldShowListenersWhenAsked() {
    int port = proxy.port("main");
    assertThat(get("/listeners")).isEqualTo("main::127.0.0.1:" + port + "\n");
    assertThat(get("/listeners?format=json"))
        .isEqualTo(
            """
            {
             "listener_statuses": [
              {
               "name": "main",
               "local_address": {
                "socket_address": {
                 "address": "127.0.0.1",
                 "port_value": PORT
                }
               }
              }
             ]
            }
            """
                .replace("PORT", "" + port));
  }

  @Test
  void shouldShowTheConfigurationWhenAsked() {
    String dump = get("/config_dump");
    assertThat(dump)
        .startsWith(
            """
            {
             "configs": [
              {
               "@type": "type.googleapis.com/envoy.admin.v3.BootstrapConfigDump",
               "bootstrap": {
                "node": {
                 "id": "n"
                },
            """)
        .contains(
            "\"static_listeners\": [", "type.googleapis.com/envoy.config.listener.v3.Listener");
    assertThat(proxy.admin("GET", "/config_dump?resource=x").statusCode()).isEqualTo(400);
  }

  @Test
  void shouldShowWhatItIsWhenAsked() {
    assertThat(get("/server_info")).contains("\"state\": \"LIVE\"", "\"concurrency\": 2");
    assertThat(get("/memory")).contains("\"allocated\": \"", "\"heap_size\": \"");
    assertThat(get("/stats?filter=^server.(live|concurrency)$"))
        .isEqualTo("server.concurrency: 2\nserver.live: 1\n");
  }

  @Test
  void shouldNotBeReadyWhenHealthChecksAreToFail() {
    assertThat(post("/healthcheck/fail")).isEqualTo("OK\n");
    HttpResponse<String> ready = proxy.admin("GET", "/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).isEqualTo("DRAINING\n");
    assertThat(get("/server_info")).contains("\"state\": \"DRAINING\"");
    assertThat(proxy.get("main", "/d").body()).isEqualTo("hi");
    assertThat(post("/healthcheck/ok")).isEqualTo("OK\n");
    assertThat(get("/ready")).isEqualTo("LIVE\n");
  }

  @Test
  void shouldCloseThePortsWhenListenersAreDrained() {
    int port = proxy.port("main");
    assertThat(post("/drain_listeners?inboundonly")).isEqualTo("OK\n");
    assertThat(proxy.get("main", "/d").body()).isEqualTo("hi");
    assertThat(post("/drain_listeners")).isEqualTo("OK\n");
    TestProxy.await("the port to be closed", () -> !isOpen(port));
  }

  private static boolean isOpen(int port) {
    try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void shouldLogItsRequestsWhenItIsConfiguredTo(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("admin.log");
    LogFormat format =
        new LogFormat.Text("%REQ(:METHOD)% %REQ(:PATH)% %RESPONSE_CODE% %BYTES_SENT%\n", false);
    Admin admin = new Admin(new Address("127.0.0.1", 0), List.of(new AccessLog.File(file, format)));
    try (TestProxy other = new TestProxy()) {
      other.start(ProxyConfig.builder().admin(admin).build());
      assertThat(other.admin("GET", "/ready").body()).isEqualTo("LIVE\n");
      assertThat(other.admin("POST", "/reopen_logs").body()).isEqualTo("OK\n");
    }
    assertThat(Files.readString(file)).isEqualTo("GET /ready 200 5\nPOST /reopen_logs 200 3\n");
  }
}
