package io.proxywasm.examples.body;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.PluginConfiguration;
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
    "replace, [this is replaced body]",
    "append, hello[this is appended body]",
    "prepend, [this is prepended body]hello",
    "other, [this is replaced body]"
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
    assertThat(proxy).said("original request body: hello").neverSaid("response body");
  }

  @ParameterizedTest
  @CsvSource({
    "replace, [this is replaced body]",
    "append, hello[this is appended body]",
    "prepend, [this is prepended body]hello",
    "other, [this is replaced body]"
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
    assertThat(proxy).said("original response body: hello").neverSaid("request body");
  }

  @Test
  void shouldReplaceTheBodyWhenNoHeaderSaysWhat(TestProxy proxy) {
    assertThat(proxy.send(REQUEST.body("hello"))).hasUpstreamBody("[this is replaced body]");
  }

  @Test
  void shouldHoldTheRequestBackWhenItsBodyIsNotThere(TestProxy proxy) {
    HttpExchange exchange = proxy.begin();
    exchange.sendHeaders(REQUEST.header("buffer-operation", "append").headers(), false);
    exchange.sendBody("hel", false);
    assertThat(exchange).isRequestPaused().hasUpstreamBody("");
    exchange.sendBody("lo", true);
    assertThat(exchange).isNotPaused().hasUpstreamBody("hello[this is appended body]");
  }

  @Test
  void shouldAnswer400WhenThereIsNoLength(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/").header("buffer-operation", "replace")))
        .isLocalResponse()
        .didNotReachUpstream()
        .hasStatus(400)
        .hasBody("content must be provided");
  }

  @Test
  @PluginConfiguration("echo")
  void shouldSendTheBodyBackWhenItIsToEcho(TestProxy proxy) {
    HttpExchange exchange = proxy.begin();
    exchange.sendHeaders(HttpRequest.of("POST", "/").headers(), false);
    for (String chunk : new String[] {"frame1...", "frame2...", "frame3..."}) {
      exchange.sendBody(chunk, false);
      assertThat(exchange).isRequestPaused().isUnanswered();
    }
    exchange.sendBody("", true);
    assertThat(exchange)
        .isLocalResponse()
        .upstream(request -> request.isNotComplete().hasBody("")) // Only the headers passed.
        .hasStatus(200)
        .hasBody("frame1...frame2...frame3...");
  }

  @Test
  @PluginConfiguration("echo")
  void shouldPassWhenThereIsNoBodyToEcho(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/"))).reachedUpstream().hasStatus(200);
  }
}
