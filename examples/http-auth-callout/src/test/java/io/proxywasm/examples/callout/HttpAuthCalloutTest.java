package io.proxywasm.examples.callout;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpCallout;
import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.Clusters;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ProxyWasmTest(HttpAuthCallout.class)
@Clusters("authserver")
class HttpAuthCalloutTest {
  private static final HttpRequest REQUEST =
      HttpRequest.get("/users?x=1").header("authorization", "good");

  @Test
  void shouldLetTheRequestPassWhenTheAuthserverAgrees(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(REQUEST);
    assertThat(exchange).isRequestPaused().didNotReachUpstream();
    HttpCallout call = proxy.httpCallout();
    assertThat(call)
        .hasCluster("authserver")
        .hasMethod("GET")
        .hasPath("/auth")
        .hasHeader("authorization", "good")
        .hasHeader("x-original-path", "/users?x=1")
        .hasTimeout(Duration.ofSeconds(1));
    call.respond(HttpResponse.of(200));
    assertThat(exchange).reachedUpstream();
    exchange.respond(HttpResponse.of(200, "hello"));
    assertThat(exchange).hasStatus(200).hasBody("hello");
  }

  @ParameterizedTest
  @CsvSource({
    "401, 403, Forbidden",
    "302, 403, Forbidden",
    "500, 503, Authorization is not available"
  })
  void shouldAnswerItselfWhenTheAuthserverDoesNotAgree(
      int answer, int status, String body, TestProxy proxy) {
    HttpExchange exchange = proxy.begin(REQUEST);
    proxy.httpCallout().respond(HttpResponse.of(answer, "whatever"));
    assertThat(exchange).isLocalResponse().didNotReachUpstream().hasStatus(status).hasBody(body);
  }

  @Test
  void shouldAnswer503WhenTheAuthserverIsSilent(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(REQUEST);
    proxy.advance(Duration.ofSeconds(1));
    assertThat(exchange).hasStatus(503).hasBody("Authorization is not available");
    assertThat(proxy).said("authserver gave no answer: status 504");
  }

  @Test
  void shouldAnswer503WhenTheAuthserverIsDown(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(REQUEST);
    proxy.httpCallout().refuse();
    assertThat(exchange).hasStatus(503);
    assertThat(proxy).said("authserver gave no answer: status 503");
  }

  @Test
  void shouldAnswer503WhenTheCallFails(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(REQUEST);
    proxy.httpCallout().fail();
    assertThat(exchange).hasStatus(503);
  }

  @Test
  void shouldSendNoTokenWhenTheRequestHasNone(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    assertThat(proxy.httpCallout()).hasHeader("authorization", "");
    proxy.httpCallout().respond(HttpResponse.of(401));
    assertThat(exchange).hasStatus(403);
  }
}
