package io.proxywasm.testkit;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.ForeignFunction;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(StepPlugin.class)
class HttpStepsTest {
  private static final Headers POST =
      Headers.of(":method", "POST", ":path", "/", ":authority", "a", ":scheme", "http");

  @Test
  void shouldShowEachPieceWhenTheTestSendsStepByStep(TestProxy proxy) {
    HttpExchange exchange = proxy.begin();
    exchange.sendHeaders(POST, false);
    assertThat(exchange).hasUpstreamHeader("x-step", "headers").isNotPaused();
    assertThat(exchange.upstream()).isNotComplete();
    exchange.sendBody("one,", false);
    assertThat(exchange).hasUpstreamBody("one,");
    exchange.sendBody("two", false);
    assertThat(exchange.upstream().chunks()).hasSize(2);
    exchange.sendTrailers(Headers.of("grpc-status", "0"));
    assertThat(exchange)
        .reachedUpstream()
        .upstream(request -> request.hasTrailer("grpc-status", "0").hasTrailer("x-step", "t"));
    exchange.respondHeaders(Headers.of(":status", "200"), false);
    exchange.respondBody("answer", false);
    assertThat(exchange).hasStatus(200).hasBody("answer");
    exchange.respondTrailers(Headers.of("x-end", "1"));
    assertThat(exchange).isComplete().hasTrailer("x-end", "1").hasTrailer("x-step", "rt");
  }

  @Test
  void shouldSendAllWhenTheTestSendsWholeMessages(TestProxy proxy) {
    HttpExchange exchange =
        proxy.send(
            HttpRequest.post("/", "a").body("b").trailer("t", "1"),
            HttpResponse.of(201, "c").header("x", "y").trailer("u", "2"));
    assertThat(exchange)
        .hasUpstreamBody("ab")
        .hasStatus(201)
        .hasHeader("x", "y")
        .hasBody("c")
        .hasTrailer("u", "2");
  }

  @Test
  void shouldHoldBackAndGoOnWhenThePluginPausesTheBody(TestProxy proxy) {
    HttpExchange exchange = proxy.begin();
    exchange.sendHeaders(Headers.of(":method", "POST", ":path", "/", "hold", "1"), false);
    exchange.sendBody("one,", false);
    assertThat(exchange).isRequestPaused().upstream(request -> request.hasBody(""));
    exchange.sendBody("two", true);
    assertThat(exchange).isNotPaused().hasUpstreamBody("one,two").reachedUpstream();
  }

  @Test
  void shouldHoldTheResponseBackWhenThePluginPausesIt(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/").header("hold", "1"));
    exchange.respondHeaders(Headers.of(":status", "200"), false);
    exchange.respondBody("one,", false);
    assertThat(exchange).isResponsePaused().hasBody("");
    exchange.respondBody("two", true);
    assertThat(exchange).isNotPaused().hasBody("one,two");
  }

  @Test
  void shouldTellThePluginWhenTheClientGoesAway(TestProxy proxy) {
    HttpExchange exchange = proxy.begin();
    exchange.sendHeaders(POST, false);
    exchange.disconnect();
    assertThat(proxy).said("done");
  }

  @Test
  void shouldSeeALocalResponseWhenThePluginAnswersToTheResponse(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/").header("refuse", "1"));
    exchange.respond(HttpResponse.of(200, "secret"));
    assertThat(exchange).hasStatus(502).hasBody("refused");
  }

  @Test
  void shouldLogByLevelWhenThePluginDoes(TestProxy proxy) {
    proxy.setLogLevel(LogLevel.WARN);
    proxy.send(HttpRequest.get("/"));
    assertThat(proxy).neverSaid("done").hasLogged(LogLevel.WARN, "warned");
  }

  @Test
  void shouldCountMetricsWhenThePluginDoes(TestProxy proxy) {
    proxy.send(HttpRequest.get("/"));
    proxy.send(HttpRequest.get("/"));
    assertThat(proxy).hasMetric("requests", 2);
    assertThat(proxy.histogram("sizes")).isEqualTo(new HistogramValue(2, 14));
  }

  @Test
  void shouldScriptPropertiesAndFunctionsWhenTheTestSaysThem(TestProxy.Builder builder) {
    TestProxy proxy =
        builder
            .property("here", "xds", "cluster_name")
            .streams(info -> info.setProtocol("HTTP/2"))
            .build();
    HttpExchange exchange = proxy.send(HttpRequest.get("/").header("properties", "1"));
    assertThat(exchange)
        .hasUpstreamHeader("x-cluster", "here")
        .hasUpstreamHeader("x-protocol", "HTTP/2");
  }

  @Test
  void shouldTraceCallbacksAndHostcallsWhenThePluginRuns(TestProxy proxy) {
    proxy.send(HttpRequest.get("/"));
    assertThat(proxy.trace())
        .contains("start()")
        .anyMatch(line -> line.matches("proxy_on_request_headers\\(\\d+, 4, true\\) -> 0"))
        .anyMatch(line -> line.startsWith("  proxy_log(3, 'warned')"));
  }

  @Test
  void shouldAnswerForeignFunctionsWhenTheTestHasThem() {
    HandMade plugin =
        new HandMade()
            .on(
                Callback.ON_REQUEST_HEADERS,
                (calls, arguments) -> {
                  var unused = calls.callForeignFunction("double", "ab".getBytes(UTF_8));
                  String result = new String(calls.output().toByteArray(), UTF_8);
                  unused = calls.replaceHeaderMapValue(0, "x-result", result);
                  return 0;
                });
    try (TestProxy proxy =
        TestProxy.builder()
            .plugin(plugin.plugin("foreign"))
            .foreignFunction(
                "double",
                (caller, bytes) -> {
                  String text = new String(bytes, UTF_8);
                  return ForeignFunction.Result.ok((text + text).getBytes(UTF_8));
                })
            .build()) {
      assertThat(proxy.send(HttpRequest.get("/"))).hasUpstreamHeader("x-result", "abab");
    }
  }
}
