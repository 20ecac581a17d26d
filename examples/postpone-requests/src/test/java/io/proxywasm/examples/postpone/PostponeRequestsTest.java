package io.proxywasm.examples.postpone;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(PostponeRequests.class)
class PostponeRequestsTest {
  @Test
  void shouldResumeWhenASecondIsOver(TestProxy proxy) {
    HttpExchange first = proxy.begin(HttpRequest.get("/1"));
    HttpExchange second = proxy.begin(HttpRequest.get("/2"));
    assertThat(proxy)
        .said("postpone request with contextID=2", "postpone request with contextID=3");
    proxy.advance(Duration.ofMillis(999));
    assertThat(first).isRequestPaused().didNotReachUpstream();
    proxy.advance(Duration.ofMillis(1));
    assertThat(first).reachedUpstream();
    assertThat(second).reachedUpstream();
    assertThat(proxy).said("resume request with contextID=2", "resume request with contextID=3");
  }

  @Test
  void shouldForgetTheRequestWhenTheClientGoesAway(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    exchange.disconnect();
    proxy.advance(Duration.ofSeconds(1));
    assertThat(exchange).didNotReachUpstream();
    assertThat(proxy).neverSaid("resume").hasNoFailures();
  }
}
