package io.proxywasm.examples.routing;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.PluginConfiguration;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(HttpRouting.class)
class HttpRoutingTest {
  private static final String AUTHORITY = HttpRequest.DEFAULT_AUTHORITY;

  @Test
  @PluginConfiguration("2")
  void shouldRouteToTheCanaryWhenTheValueIsEven(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/")))
        .hasStatus(200)
        .hasUpstreamHeader(":authority", AUTHORITY + "-canary");
    assertThat(proxy).said("value: 50");
  }

  @Test
  @PluginConfiguration("1")
  void shouldRouteAsBeforeWhenTheValueIsOdd(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/")))
        .hasStatus(200)
        .hasUpstreamHeader(":authority", AUTHORITY);
  }

  @Test
  void shouldRouteToBothWhenNoValueIsConfigured(TestProxy proxy) {
    assertRoutesToBoth(proxy);
  }

  @Test
  @PluginConfiguration("\0")
  void shouldRouteToBothWhenTheValueIsZero(TestProxy proxy) {
    assertRoutesToBoth(proxy);
  }

  private static void assertRoutesToBoth(TestProxy proxy) {
    int canaries = 0;
    for (int i = 0; i < 200; i++) {
      String authority = proxy.send(HttpRequest.get("/")).upstream().headers().get(":authority");
      canaries += (AUTHORITY + "-canary").equals(authority) ? 1 : 0;
    }
    org.assertj.core.api.Assertions.assertThat(canaries).isBetween(50, 150);
  }
}
