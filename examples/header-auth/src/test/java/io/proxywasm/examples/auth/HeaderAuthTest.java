package io.proxywasm.examples.auth;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(HeaderAuth.class)
class HeaderAuthTest {
  @Test
  void shouldLetTheRequestPassWhenItIsAllowed(TestProxy proxy) {
    HttpRequest request = HttpRequest.get("/").header("allow", "true");
    assertThat(proxy.send(request, HttpResponse.of(200, "hello")))
        .reachedUpstream()
        .hasStatus(200)
        .hasBody("hello")
        .hasNoHeader("powered-by");
  }

  @Test
  void shouldAnswer403WhenTheHeaderIsMissing(TestProxy proxy) {
    assertRefused(proxy, HttpRequest.get("/"));
  }

  @Test
  void shouldAnswer403WhenTheHeaderSaysSomethingElse(TestProxy proxy) {
    assertRefused(proxy, HttpRequest.get("/").header("allow", "false"));
  }

  @Test
  void shouldAnswer403WhenOnlyTheSecondHeaderAllows(TestProxy proxy) {
    assertRefused(proxy, HttpRequest.get("/").header("allow", "no").header("allow", "true"));
  }

  @Test
  void shouldAnswer403WhenThereIsABody(TestProxy proxy) {
    assertRefused(proxy, HttpRequest.post("/", "body"));
  }

  private static void assertRefused(TestProxy proxy, HttpRequest request) {
    assertThat(proxy.send(request))
        .isLocalResponse()
        .didNotReachUpstream()
        .hasStatus(403)
        .hasHeader("powered-by", "proxy-wasm-java")
        .hasBody("Forbidden");
  }
}
