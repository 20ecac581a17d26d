package io.proxywasm.examples.dispatch;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.testkit.HttpCallout;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.MistakeKind;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.Clusters;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(DispatchCallOnTick.class)
class DispatchCallOnTickTest {
  private static final Duration TICK = Duration.ofMillis(100);

  @Test
  @Clusters("web_service")
  void shouldCallWhenItTicks(TestProxy proxy) {
    assertThat(proxy).said("set tick period milliseconds: 100").hasHttpCallouts(0);
    for (int i = 1; i <= 10; i++) {
      proxy.advance(TICK);
      assertThat(proxy).hasHttpCallouts(i);
      HttpCallout call = proxy.httpCallout();
      assertThat(call)
          .hasCluster("web_service")
          .hasMethod("GET")
          .hasHeader(":authority", "some_authority")
          .hasHeader("accept", "*/*")
          .hasTimeout(Duration.ofSeconds(5));
      assertThat(call.header(":path")).isIn("/ok", "/fail");
      call.respond(HttpResponse.of(200).header("number", "n" + i).trailer("end", "e" + i));
      assertThat(proxy)
          .said(
              "called " + i + " for contextID=1",
              "response header for the dispatched call: number: n" + i,
              "response trailer for the dispatched call: end: e" + i);
    }
  }

  @Test
  @Clusters("web_service")
  void shouldGoOnWhenNoAnswerComes(TestProxy proxy) {
    proxy.advance(TICK);
    proxy.httpCallout().fail();
    assertThat(proxy).hasLogged(LogLevel.WARN, "no answer: ");
    proxy.advance(TICK);
    proxy.httpCallout().respond(HttpResponse.of(503));
    assertThat(proxy).said("called 2 for contextID=1");
  }

  @Test
  void shouldGoOnWhenTheClusterIsMissing(TestProxy proxy) {
    proxy.advance(TICK);
    proxy.advance(TICK);
    assertThat(proxy)
        .hasMistake(MistakeKind.EXCEPTION, "proxy_http_call(web_service): BAD_ARGUMENT");
  }
}
