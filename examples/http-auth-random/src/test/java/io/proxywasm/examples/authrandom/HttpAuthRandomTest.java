package io.proxywasm.examples.authrandom;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.MistakeKind;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.Clusters;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(HttpAuthRandom.class)
class HttpAuthRandomTest {
  private static final String EVEN = "{\"uuid\": \"7b10a67a-1c67-4199-835b-cbefcd4a63d4\"}";
  private static final String ODD = "{\"uuid\": \"aaaaaaaa-1c67-4199-835b-cbefcd4a63d4\"}";

  @Test
  @Clusters("httpbin")
  void shouldAskWithTheRequestsHeadersWhenARequestComes(TestProxy proxy) {
    HttpExchange exchange =
        proxy.begin(HttpRequest.post("/uuid?a=1", "body").header("key", "value"));
    assertThat(exchange).isRequestPaused().didNotReachUpstream();
    assertThat(proxy.httpCallout())
        .hasCluster("httpbin")
        .hasMethod("POST")
        .hasPath("/uuid?a=1")
        .hasHeader(":authority", HttpRequest.DEFAULT_AUTHORITY)
        .hasHeader("key", "value")
        .hasTimeout(Duration.ofSeconds(50));
    assertThat(proxy).said("request header: key: value", "http call dispatched to httpbin");
    proxy.httpCallout().respond(HttpResponse.of(200, EVEN));
  }

  @Test
  @Clusters("httpbin")
  void shouldLetTheRequestPassWhenTheHashIsEven(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    proxy.httpCallout().respond(HttpResponse.of(200, EVEN).header("server", "gunicorn"));
    assertThat(exchange).reachedUpstream();
    assertThat(proxy).said("response header from httpbin: server: gunicorn", "access granted");
  }

  @Test
  @Clusters("httpbin")
  void shouldAnswer403WhenTheHashIsOdd(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    proxy.httpCallout().respond(HttpResponse.of(200, ODD));
    assertThat(exchange)
        .isLocalResponse()
        .didNotReachUpstream()
        .hasStatus(403)
        .hasBody("access forbidden")
        .hasHeader("powered-by", "proxy-wasm-java");
    assertThat(proxy).said("access forbidden");
  }

  @Test
  @Clusters("httpbin")
  void shouldAnswer500WhenNoAnswerComes(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    proxy.httpCallout().fail();
    assertThat(exchange).didNotReachUpstream().hasStatus(500);
    assertThat(proxy).hasMistake(MistakeKind.EXCEPTION, "no response from httpbin");
  }

  @Test
  void shouldAnswer500WhenTheClusterIsMissing(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/"))).didNotReachUpstream().hasStatus(500);
    assertThat(proxy)
        .neverSaid("dispatched")
        .hasMistake(MistakeKind.EXCEPTION, "proxy_http_call(httpbin): BAD_ARGUMENT");
  }
}
