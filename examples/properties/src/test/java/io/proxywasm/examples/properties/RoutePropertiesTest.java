package io.proxywasm.examples.properties;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(RouteProperties.class)
class RoutePropertiesTest {
  private static TestProxy withCookie(TestProxy.Builder builder) {
    return builder
        .property(
            "cookie", "xds", "route_metadata", "filter_metadata", "envoy.filters.http.wasm", "auth")
        .build();
  }

  @Test
  void shouldLetTheRequestPassWhenTheRouteNamesNoHeader(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/"))).hasStatus(200);
    assertThat(proxy).said("no auth header for route", "2 finished");
  }

  @Test
  void shouldLetTheRequestPassWhenItHasTheHeader(TestProxy.Builder builder) {
    TestProxy proxy = withCookie(builder);
    assertThat(proxy.send(HttpRequest.get("/").header("cookie", "value"))).hasStatus(200);
    assertThat(proxy).said("auth header is \"cookie\"", "2 finished");
  }

  @Test
  void shouldAnswer401WhenTheHeaderIsMissing(TestProxy.Builder builder) {
    TestProxy proxy = withCookie(builder);
    assertThat(proxy.send(HttpRequest.get("/")))
        .isLocalResponse()
        .didNotReachUpstream()
        .hasStatus(401)
        .hasBody("");
    assertThat(proxy).said("2 finished");
  }
}
