package io.proxywasm.examples.chunk;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(HttpBodyChunk.class)
class HttpBodyChunkTest {
  private static final HttpRequest REQUEST = HttpRequest.of("POST", "/");

  @Test
  void shouldPassAllWhenNoChunkHasTheWord(TestProxy proxy) {
    assertThat(proxy.send(REQUEST.body("one").body("second")))
        .hasStatus(200)
        .hasUpstreamBody("onesecond");
    assertThat(proxy)
        .said(
            "onRequestBody called: body size 3, read before 0, end of stream false",
            "read chunk size: 3",
            "onRequestBody called: body size 9, read before 3, end of stream true",
            "read chunk size: 6",
            "pattern not found");
  }

  @Test
  void shouldHoldTheRequestBackWhenMoreIsToCome(TestProxy proxy) {
    HttpExchange exchange = proxy.begin();
    exchange.sendHeaders(REQUEST.headers(), false);
    exchange.sendBody("This is a generic payload.", false);
    assertThat(exchange).isRequestPaused().hasUpstreamBody("");
    exchange.sendBody("", true);
    assertThat(exchange).isNotPaused().hasUpstreamBody("This is a generic payload.");
    assertThat(proxy).said("pattern not found");
  }

  @Test
  void shouldAnswer403WhenAChunkHasTheWord(TestProxy proxy) {
    assertThat(proxy.send(REQUEST.body("one").body("a pattern").body("three")))
        .hasStatus(403)
        .hasHeader("powered-by", "proxy-wasm-java")
        .hasBody("pattern found in chunk: 2");
    assertThat(proxy).neverSaid("read chunk size: 5").neverSaid("pattern not found");
  }

  @Test
  void shouldNotFindTheWordWhenItIsCut(TestProxy proxy) {
    assertThat(proxy.send(REQUEST.body("pat").body("tern"))).hasStatus(200);
  }

  @Test
  void shouldPassWhenThereIsNoBody(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/"))).hasStatus(200);
  }
}
