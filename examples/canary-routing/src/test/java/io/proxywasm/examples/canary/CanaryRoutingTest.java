package io.proxywasm.examples.canary;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.PluginConfiguration;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(CanaryRouting.class)
class CanaryRoutingTest {
  private static final String ATTRIBUTES = "; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax";

  @Test
  @PluginConfiguration("{\"percent\": 100}")
  void shouldSendNewClientsToTheCanaryWhenItIsForAll(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/")))
        .hasUpstreamHeader("x-canary", "true")
        .hasHeader("set-cookie", "canary=true" + ATTRIBUTES);
  }

  @Test
  @PluginConfiguration("{}")
  void shouldSendNewClientsElsewhereWhenItIsForNone(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/").header("x-canary", "true")))
        .hasNoUpstreamHeader("x-canary")
        .hasHeader("set-cookie", "canary=false" + ATTRIBUTES);
  }

  @Test
  @PluginConfiguration("{\"percent\": 100, \"cookie\": \"route\", \"header\": \"x-to\"}")
  void shouldFollowTheCookieWhenItIsThere(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/").header("cookie", "a=1; route=false")))
        .hasNoUpstreamHeader("x-to")
        .hasNoHeader("set-cookie");
    assertThat(
            proxy.send(HttpRequest.get("/").header("cookie", "a=1").header("cookie", "route=true")))
        .hasUpstreamHeader("x-to", "true")
        .hasNoHeader("set-cookie");
    assertThat(proxy.send(HttpRequest.get("/").header("cookie", "route=evil")))
        .hasUpstreamHeader("x-to", "true")
        .hasHeader("set-cookie", "route=true" + ATTRIBUTES);
  }

  @Test
  @PluginConfiguration("{\"percent\": 50}")
  void shouldSendAboutSoManyToTheCanary(TestProxy proxy) {
    List<HttpExchange> canaries = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      HttpExchange exchange = proxy.send(HttpRequest.get("/"));
      if (exchange.upstream().headers().all("x-canary").contains("true")) {
        canaries.add(exchange);
      }
    }
    org.assertj.core.api.Assertions.assertThat(canaries.size()).isBetween(120, 280);
  }

  @Test
  void shouldRefuseToStartWhenTheConfigurationIsWrong(
      TestProxy.Builder builder, TestPlugin plugin) {
    assertThat(builder.plugins(plugin.configuration("{\"percent\": 101}")).refusal())
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal)
                    .contains("$.percent: 101: expected a whole number from 0 to 100"));
  }
}
