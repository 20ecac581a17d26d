package io.proxywasm.examples.headers;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(HttpHeaders.class)
class HttpHeadersTest {
  @Test
  void shouldChangeTheRequestsHeadersWhenTheyPass(TestProxy proxy) {
    HttpExchange exchange =
        proxy.send(
            HttpRequest.get("/")
                .header("x-from", "client")
                .header("x-secret", "1")
                .header("x-tag", "a")
                .header("x-tag", "b"));
    assertThat(exchange)
        .hasUpstreamHeader("x-from", "java")
        .hasNoUpstreamHeader("x-secret")
        .upstream(request -> request.hasHeaders("x-tag", "a", "b", "added-after-2"));
  }

  @Test
  void shouldChangeTheResponsesHeadersWhenTheyPass(TestProxy proxy) {
    HttpExchange exchange =
        proxy.send(
            HttpRequest.get("/"),
            HttpResponse.of(200, "body").header("x-envoy-upstream-service-time", "3"));
    assertThat(exchange)
        .hasStatus(200)
        .hasBody("body")
        .hasHeader("x-powered-by", "proxy-wasm-java")
        .hasNoHeader("x-envoy-upstream-service-time")
        .hasHeaders("set-cookie", "first=1", "second=2");
  }

  @Test
  void shouldLogAllHeadersWhenTheyPass(TestProxy proxy) {
    proxy.send(
        HttpRequest.get("/path").header("x-secret", "1"), HttpResponse.of(201).header("x-up", "2"));
    assertThat(proxy)
        .said(
            "request header :path: /path",
            "request header x-secret: 1",
            "response header :status: 201",
            "response header x-up: 2");
  }
}
