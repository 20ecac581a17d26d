package io.proxywasm.testkit.junit;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.CalloutAuth;
import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.Mode;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ProxyWasmTest(CalloutAuth.class)
@Clusters("auth")
class ProxyWasmTestTest {
  private final Mode ofConstructor;
  @UnderTest private TestProxy field;
  private TestProxy ofBeforeEach;

  ProxyWasmTestTest(Mode mode) {
    ofConstructor = mode;
  }

  @BeforeEach
  void keep(TestProxy proxy) {
    ofBeforeEach = proxy;
  }

  @Test
  void shouldGiveTheSameProxyEverywhereWhenItIsOneTest(TestProxy proxy) {
    assertThat(proxy).isSameAs(field).isSameAs(ofBeforeEach);
    assertThat(proxy.mode()).isEqualTo(ofConstructor);
  }

  @Test
  void shouldHaveTheClustersWhenTheyAreAnnotated(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    assertThat(exchange).isRequestPaused().didNotReachUpstream();
    assertThat(proxy.httpCallout()).hasCluster("auth").hasPath("/check");
    proxy.httpCallout().respond(HttpResponse.of(200));
    assertThat(exchange).isNotPaused().reachedUpstream();
  }

  @Test
  void shouldGiveABuilderWhenTheTestAddsToIt(TestProxy.Builder builder) {
    TestProxy proxy = builder.plugin(TestPlugin.of(CalloutAuth.class).name("second")).build();
    HttpExchange exchange = proxy.send(HttpRequest.get("/").header("skip", "1"));
    assertThat(exchange).upstream(request -> request.hasHeaders("x-seen", "yes", "yes"));
  }

  @ParameterizedTest
  @CsvSource({"200, 200", "401, 403"})
  void shouldMixWithParametersWhenTheTestIsParameterized(int answer, int status, TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    proxy.httpCallout().respond(HttpResponse.of(answer));
    if (exchange.upstream().isComplete()) {
      exchange.respond(HttpResponse.of(200));
    }
    assertThat(exchange).hasStatus(status);
  }

  @Nested
  class Inner {
    @Test
    void shouldReachIntoNestedClassesWhenTheOuterOneIsAnnotated(TestProxy proxy, Mode mode) {
      assertThat(proxy.mode()).isEqualTo(mode).isEqualTo(ofConstructor);
      assertThat(proxy).isSameAs(field);
    }
  }
}
