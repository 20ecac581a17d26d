package io.proxywasm.examples.headers;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.PluginConfiguration;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ProxyWasmTest(HttpHeaders.class)
class HttpHeadersTest {
  private static final HttpRequest REQUEST =
      HttpRequest.get("/").header("key1", "value1").header("key2", "value2");
  private static final HttpResponse RESPONSE =
      HttpResponse.of(200, "body").header("key1", "value1").header("key2", "value2");

  @Test
  void shouldSetAHeaderAndLogAllWhenARequestComes(TestProxy proxy) {
    HttpExchange exchange = proxy.send(REQUEST.header("test", "worst").header("test", "bad"));
    assertThat(exchange)
        .hasUpstreamHeader("test", "best")
        .hasUpstreamHeader("key1", "value1")
        .hasUpstreamHeader("key2", "value2");
    assertThat(proxy)
        .said(
            "request header --> :path: /",
            "request header --> key1: value1",
            "request header --> key2: value2",
            "2 finished")
        .neverSaid("worst");
  }

  @Test
  @PluginConfiguration("{\"header\": \" x-wasm-header \", \"value\": \" x-value \"}")
  void shouldAddHeadersAndLogAllWhenTheResponseComes(TestProxy proxy) {
    assertThat(proxy).said("header from config: x-wasm-header = x-value");
    assertThat(proxy.send(REQUEST, RESPONSE.header("x-wasm-header", "of the upstream")))
        .hasStatus(200)
        .hasBody("body")
        .hasHeader("key1", "value1")
        .hasHeader("key2", "value2")
        .hasHeader("x-proxy-wasm-java-example", "http-headers")
        .hasHeaders("x-wasm-header", "of the upstream", "x-value");
    assertThat(proxy)
        .said(
            "adding header: x-wasm-header=x-value",
            "response header <-- :status: 200",
            "response header <-- key1: value1",
            "response header <-- key2: value2",
            "response header <-- x-wasm-header: of the upstream",
            "response header <-- x-proxy-wasm-java-example: http-headers",
            "response header <-- x-wasm-header: x-value",
            "2 finished");
  }

  @Test
  void shouldAddOnlyItsOwnWhenNothingIsConfigured(TestProxy proxy) {
    assertThat(proxy.send(REQUEST, RESPONSE))
        .hasStatus(200)
        .hasHeader("x-proxy-wasm-java-example", "http-headers");
    assertThat(proxy).neverSaid("adding header");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          header                           | $: no JSON at line 1, column 1
          {"header": "x"}                  | $.value: missing
          {"header": "x", "value": "  "}   | $.value: "  ": expected a text like
          {"header": "", "value": "y"}     | $.header: "": expected a text like
          """)
  void shouldRefuseToStartWhenTheConfigurationIsWrong(
      String configuration, String reason, TestProxy.Builder builder, TestPlugin plugin) {
    assertThat(builder.plugins(plugin.configuration(configuration)).refusal())
        .hasValueSatisfying(
            refusal ->
                org.assertj.core.api.Assertions.assertThat(refusal)
                    .contains("configuration refused: " + reason));
  }
}
