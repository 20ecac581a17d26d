package io.proxywasm.examples.body;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ProxyWasmTest(HttpBody.class)
class HttpBodyTest {
  private static final HttpRequest REQUEST =
      HttpRequest.of("POST", "/").header("content-length", "5");

  @ParameterizedTest
  @CsvSource({
    "replace, [this is the replaced body]",
    "append, hello[this is appended]",
    "prepend, [this is prepended]hello",
    "other, hello"
  })
  void shouldChangeTheRequestsBodyWhenHeadersSaySo(
      String operation, String result, TestProxy proxy) {
    HttpExchange exchange =
        proxy.send(
            REQUEST.header("buffer-operation", operation).body("hel").body("lo"),
            HttpResponse.of(200, "answer"));
    assertThat(exchange).hasUpstreamBody(result).hasBody("answer");
    assertThat(exchange.upstream().headers().all("content-length"))
        .isSubsetOf(Integer.toString(result.length()));
  }

  @ParameterizedTest
  @CsvSource({
    "replace, [this is the replaced body]",
    "append, hello[this is appended]",
    "prepend, [this is prepended]hello",
    "other, hello"
  })
  void shouldChangeTheResponsesBodyWhenHeadersSaySo(
      String operation, String result, TestProxy proxy) {
    HttpExchange exchange =
        proxy.send(
            REQUEST
                .header("buffer-operation", operation)
                .header("buffer-replace-at", "response")
                .body("asked"),
            HttpResponse.of(200, "hello"));
    assertThat(exchange).hasUpstreamBody("asked").hasBody(result);
  }

  @Test
  void shouldHoldTheRequestBackWhenItsBodyIsNotThere(TestProxy proxy) {
    HttpExchange exchange = proxy.begin();
    exchange.sendHeaders(REQUEST.header("buffer-operation", "append").headers(), false);
    exchange.sendBody("hel", false);
    assertThat(exchange).isRequestPaused().hasUpstreamBody("");
    exchange.sendBody("lo", true);
    assertThat(exchange).isNotPaused().hasUpstreamBody("hello[this is appended]");
  }

  @Test
  void shouldChangeNothingWhenNoHeaderSaysSo(TestProxy proxy) {
    assertThat(proxy.send(REQUEST.body("hello"))).hasUpstreamBody("hello");
  }

  @Test
  void shouldPassWhenThereIsNoBody(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/").header("buffer-operation", "replace")))
        .reachedUpstream()
        .hasStatus(200);
  }
}
