package io.proxywasm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.host.PluginLimits;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestProxyTest {
  private static TestProxy proxy(Mode mode) {
    return TestProxy.builder()
        .plugin(TestPlugin.of(CalloutAuth.class))
        .cluster("auth")
        .mode(mode)
        .build();
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldPauseUntilTheCalloutIsAnswered(Mode mode) {
    try (TestProxy proxy = proxy(mode)) {
      HttpExchange exchange = proxy.begin(HttpRequest.get("/x"));
      assertThat(exchange.isRequestPaused()).isTrue();
      HttpCallout callout = proxy.httpCallout();
      assertThat(callout.cluster()).isEqualTo("auth");
      assertThat(callout.header(":path")).isEqualTo("/check");
      assertThat(callout.timeout()).isEqualTo(Duration.ofSeconds(1));
      callout.respond(HttpResponse.of(200));
      assertThat(exchange.isRequestPaused()).isFalse();
      exchange.respond(HttpResponse.of(200, "hello"));
      assertThat(exchange.client().header("x-auth")).isEqualTo("done");
      assertThat(exchange.client().text()).isEqualTo("hello");
      assertThat(proxy.said()).containsExactly("asked for /x");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldAnswerItselfWhenTheCalloutSaysNo(Mode mode) {
    try (TestProxy proxy = proxy(mode)) {
      HttpExchange exchange = proxy.begin(HttpRequest.get("/x"));
      proxy.httpCallout().respond(HttpResponse.of(401));
      assertThat(exchange.isLocalResponse()).isTrue();
      assertThat(exchange.client().status()).isEqualTo(403);
      assertThat(exchange.client().text()).isEqualTo("no");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldFailTheStreamOnlyWhenThePluginThrows(Mode mode) {
    try (TestProxy proxy = proxy(mode)) {
      assertThat(proxy.send(HttpRequest.get("/x").header("throw", "1")).client().status())
          .isEqualTo(500);
      assertThat(proxy.send(HttpRequest.get("/x").header("skip", "1")).client().status())
          .isEqualTo(200);
      assertThat(proxy.failures()).isEmpty();
      assertThat(proxy.said()).anyMatch(line -> line.contains("as asked"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldStopAnEndlessLoop(Mode mode) {
    PluginLimits none = PluginLimits.none();
    TestPlugin plugin =
        TestPlugin.of(CalloutAuth.class)
            .limits(new PluginLimits(Duration.ofMillis(100), none.maxMemoryBytes(), 0, 0));
    try (TestProxy proxy = TestProxy.builder().plugin(plugin).mode(mode).build()) {
      HttpExchange exchange = proxy.send(HttpRequest.get("/x").header("loop", "1"));
      assertThat(exchange.client().status()).isEqualTo(503);
      assertThat(proxy.failures()).singleElement().asString().contains("ran longer than 100 ms");
    }
  }
}
