package io.proxywasm.testkit;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.junit.Clusters;
import io.proxywasm.testkit.junit.Modes;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One test proves all three: classes, module, Envoy. */
@ProxyWasmTest(value = CalloutAuth.class, mode = Modes.ALL)
@Clusters("auth")
class AllModesTest {
  @Test
  void shouldPassWhenTheCalloutSaysYes(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/yes"));
    assertThat(exchange).isRequestPaused().didNotReachUpstream();
    assertThat(proxy.httpCallout()).hasCluster("auth").hasPath("/check");
    assertThat(proxy.httpCallout()).hasTimeout(Duration.ofSeconds(1));
    proxy.httpCallout().respond(HttpResponse.of(200));
    assertThat(exchange).isNotPaused().reachedUpstream().hasUpstreamHeader(":path", "/yes");
    exchange.respond(HttpResponse.of(200, "hello"));
    assertThat(exchange).hasStatus(200).hasBody("hello").hasHeader("x-auth", "done").isComplete();
    assertThat(proxy).said("asked for /yes").hasNoMistakes();
  }

  @Test
  void shouldAnswerItselfWhenTheCalloutSaysNo(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.post("/no", "body"));
    proxy.httpCallout().respond(HttpResponse.of(401, "no!"));
    assertThat(exchange).isLocalResponse().hasStatus(403).hasBody("no").didNotReachUpstream();
  }

  @Test
  void shouldAnswerItselfWhenTheCalloutTimesOut(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    proxy.httpCallout().timeOut();
    assertThat(exchange).hasStatus(403);
  }

  @Test
  void shouldAnswerItselfWhenTheClusterRefuses(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    proxy.httpCallout().refuse();
    assertThat(exchange).hasStatus(403);
  }

  @Test
  void shouldSendBodiesAndTrailersWhenTheyComeStepByStep(TestProxy proxy) {
    HttpExchange exchange = proxy.begin();
    exchange.sendHeaders(HttpRequest.of("POST", "/").header("skip", "1").headers(), false);
    assertThat(exchange).hasUpstreamHeader("x-seen", "yes");
    exchange.sendBody("one,", false);
    assertThat(exchange).hasUpstreamBody("one,");
    exchange.sendBody("two", false);
    exchange.sendTrailers(Headers.of("x-end", "1"));
    assertThat(exchange)
        .upstream(request -> request.hasBody("one,two").hasTrailer("x-end", "1").isComplete());
    exchange.respond(HttpResponse.of(201, "a").body("b").trailer("x-last", "2"));
    assertThat(exchange).hasStatus(201).hasBody("ab").hasTrailer("x-last", "2");
  }

  @Test
  void shouldNameTheExceptionWhenThePluginThrows(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/").header("throw", "1"))).hasStatus(500);
    assertThat(proxy).hasMistake(MistakeKind.EXCEPTION, "as asked");
  }

  @Test
  void shouldBeSkippedInEnvoyWhenItLooksInside(TestProxy proxy) {
    var unused = proxy.send(HttpRequest.get("/").header("skip", "1"));
    assertThat(proxy.trace()).isNotEmpty();
    assertThat(proxy.mode()).isNotEqualTo(Mode.ENVOY);
  }
}
