package io.proxywasm.examples.accesslog;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.PluginConfiguration;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(AccessLogger.class)
class AccessLoggerTest {
  @Test
  @PluginConfiguration("{\"headers\": [\"user-agent\", \"x-none\"]}")
  void shouldLogALineWhenARequestIsOver(TestProxy proxy) {
    proxy.send(
        HttpRequest.post("/a?b=\"c\"", "12345").header("user-agent", "test"),
        HttpResponse.of(201, "hello"));
    assertThat(proxy)
        .hasLogged(
            LogLevel.INFO,
            "{\"method\":\"POST\",\"path\":\"/a?b=\\\"c\\\"\",\"authority\":\"test.example\"")
        .hasLogged(LogLevel.INFO, "\"status\":201,\"requestBytes\":5,\"responseBytes\":5,")
        .hasLogged(LogLevel.INFO, ",\"user-agent\":\"test\"}")
        .neverSaid("x-none");
  }

  @Test
  @PluginConfiguration("{\"minStatus\": 500}")
  void shouldLogOnlyFailuresWhenAStatusIsConfigured(TestProxy proxy) {
    proxy.send(HttpRequest.get("/good"), HttpResponse.of(404));
    proxy.send(HttpRequest.get("/bad"), HttpResponse.of(503));
    assertThat(proxy).neverSaid("/good").hasLogged(LogLevel.INFO, "\"path\":\"/bad\"");
  }

  @Test
  void shouldLogNoStatusWhenTheClientGoesAway(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/gone"));
    exchange.disconnect();
    assertThat(proxy).hasLogged(LogLevel.INFO, "\"path\":\"/gone\"");
    assertThat(proxy).hasLogged(LogLevel.INFO, "\"status\":0");
  }

  @Test
  void shouldRefuseToStartWhenTheConfigurationIsWrong(
      TestProxy.Builder builder, TestPlugin plugin) {
    assertThat(builder.plugins(plugin.configuration("{\"minStatus\": 600}")).refusal())
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal)
                    .contains("$.minStatus: 600: expected a whole number from 0 to 599"));
  }
}
