package io.proxywasm.testkit;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.host.PluginLimits;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.testkit.junit.Clusters;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import io.proxywasm.testkit.junit.UnderTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(BuggyPlugin.class)
@Clusters("auth")
class MistakesTest {
  @UnderTest private TestProxy proxy;

  @Test
  void shouldFindNoneWhenThePluginDoesItRight() {
    assertThat(proxy.send(HttpRequest.post("/", "hello"))).hasStatus(200);
    assertThat(proxy).hasNoMistakes();
  }

  @Test
  void shouldFindTheWrongActionWhenItAnswersAfterTheRequestHasGone() {
    var unused = proxy.begin(HttpRequest.get("/continue-instead-of-pause"));
    proxy.httpCallout().respond(HttpResponse.of(401));
    assertThat(proxy)
        .hasMistake(
            MistakeKind.WRONG_ACTION,
            "in proxy_on_http_call_response came when the request had gone on to the upstream:"
                + " proxy_on_request_headers had answered CONTINUE. Answer PAUSE there.");
  }

  @Test
  void shouldFindTheWrongActionWhenItContinuesWhatWasNotHeld() {
    var unused = proxy.begin(HttpRequest.get("/continued-twice"));
    proxy.httpCallout().respond(HttpResponse.of(200));
    assertThat(proxy)
        .hasMistake(
            MistakeKind.WRONG_ACTION, "the request was continued, but it had not been held");
  }

  @Test
  void shouldFindTheWrongActionWhenItIsNone() {
    HandMade plugin = new HandMade().on(Callback.ON_REQUEST_HEADERS, (calls, arguments) -> 17);
    try (TestProxy other = TestProxy.of(plugin.plugin("seventeen"), Mode.JAVA)) {
      var unused = other.begin(HttpRequest.get("/"));
      assertThat(other)
          .hasMistake(
              MistakeKind.WRONG_ACTION, "proxy_on_request_headers answered 17, which is no action");
    }
  }

  @Test
  void shouldFindTheForgottenContinueWhenNothingIsUnderWay() {
    var unused = proxy.begin(HttpRequest.get("/forgotten-continue"));
    assertThat(proxy)
        .hasMistake(
            MistakeKind.FORGOTTEN_CONTINUE,
            "GET /forgotten-continue: the request is held back, and no callout and no tick is");
    assertThat(proxy).hasMistake(MistakeKind.FORGOTTEN_CONTINUE, "(proxy_on_request_headers(");
  }

  @Test
  void shouldFindTheForgottenContinueWhenTheCalloutIsOver() {
    var unused = proxy.begin(HttpRequest.get("/forgotten-continue-after-callout"));
    assertThat(proxy).hasNoMistakes();
    proxy.httpCallout().respond(HttpResponse.of(200));
    assertThat(proxy).hasMistake(MistakeKind.FORGOTTEN_CONTINUE, "the request is held back");
  }

  @Test
  void shouldFindTheForgottenContinueWhenItIsTheResponse() {
    var unused = proxy.send(HttpRequest.get("/forgotten-continue-of-response"));
    assertThat(proxy).hasMistake(MistakeKind.FORGOTTEN_CONTINUE, "the response is held back");
  }

  @Test
  void shouldFindTheLateHeaderWhenItComesAfterContinue() {
    var unused = proxy.begin(HttpRequest.get("/header-after-continue"));
    proxy.httpCallout().respond(HttpResponse.of(200));
    assertThat(proxy)
        .hasMistake(
            MistakeKind.CHANGED_TOO_LATE,
            "proxy_replace_header_map_value(0, 'x-late', '1') was refused with BAD_ARGUMENT");
  }

  @Test
  void shouldFindTheUnboundedBodyWhenTheBufferIsFull(TestProxy.Builder builder) {
    TestProxy small = builder.bufferLimit(100).build();
    HttpExchange exchange =
        small.begin(HttpRequest.post("/unbounded-body", "x".repeat(150)).body("y"));
    assertThat(exchange).hasStatus(413);
    assertThat(small)
        .hasMistake(MistakeKind.UNBOUNDED_BODY, "POST /unbounded-body: a plugin held back more");
  }

  @Test
  void shouldFindTheExceptionWhenItLeavesACallback() {
    assertThat(proxy.send(HttpRequest.get("/exception"))).hasStatus(500);
    assertThat(proxy)
        .hasMistake(
            MistakeKind.EXCEPTION,
            "an exception left onRequestHeaders in context 2: java.lang.IllegalStateException:"
                + " no idea");
  }

  @Test
  void shouldFindTheEndlessLoopWhenTheTimeIsOver(TestPlugin plugin, Mode mode) {
    PluginLimits none = PluginLimits.none();
    TestPlugin limited =
        plugin.limits(new PluginLimits(Duration.ofMillis(100), none.maxMemoryBytes(), 0, 0));
    try (TestProxy impatient = TestProxy.of(limited, mode)) {
      assertThat(impatient.send(HttpRequest.get("/endless-loop"))).hasStatus(503);
      assertThat(impatient)
          .hasMistake(
              MistakeKind.ENDLESS_LOOP,
              "proxy_on_request_headers: The plugin was stopped: a callback ran longer than 100");
    }
  }

  @Test
  void shouldFindTheTrapWhenTheStackOverflows() {
    assertThat(proxy.send(HttpRequest.get("/stack-overflow"))).hasStatus(503);
    assertThat(proxy).hasMistake(MistakeKind.TRAP, "proxy_on_request_headers: ");
    assertThat(proxy.failures()).hasSize(1);
  }
}
