package io.proxywasm.bench.testkit;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.Clusters;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test as they are, once and often: each time with VM, plugin and proxy of its own. */
@ProxyWasmTest(Auth.class)
@Clusters("auth")
class AuthCases {
  private static final int OFTEN = 2_000;

  static IntStream often() {
    return IntStream.range(0, OFTEN);
  }

  @Test
  @Tag("once")
  void once(TestProxy proxy) {
    test(proxy);
  }

  @ParameterizedTest
  @MethodSource("often")
  @Tag("often")
  void often(int number, TestProxy proxy) {
    test(proxy);
  }

  private static void test(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/users").header("a", "b"));
    assertThat(exchange).isRequestPaused().didNotReachUpstream();
    assertThat(proxy.httpCallout()).hasCluster("auth").hasPath("/check");
    proxy.httpCallout().respond(HttpResponse.of(200));
    assertThat(exchange).reachedUpstream().hasUpstreamHeader("x-seen", "yes");
    exchange.respond(HttpResponse.of(200, "hello"));
    assertThat(exchange).hasStatus(200).hasHeader("x-auth", "done").hasBody("hello");
    assertThat(proxy).said("asked for /users");
  }
}
