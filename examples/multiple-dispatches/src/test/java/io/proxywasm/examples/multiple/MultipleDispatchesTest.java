package io.proxywasm.examples.multiple;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpCallout;
import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.Clusters;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(MultipleDispatches.class)
@Clusters("httpbin")
class MultipleDispatchesTest {
  @Test
  void shouldSendTheResponseWhenAllCalloutsAreAnswered(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    exchange.respond(HttpResponse.of(200, "hello"));
    List<HttpCallout> calls = List.copyOf(proxy.httpCallouts());
    org.assertj.core.api.Assertions.assertThat(calls).hasSize(10);
    for (HttpCallout call : calls) {
      assertThat(exchange).isResponsePaused().isUnanswered();
      assertThat(call).hasCluster("httpbin").hasMethod("GET").hasPath("/");
      call.respond(HttpResponse.of(200));
    }
    assertThat(exchange).hasStatus(200).hasHeader("total-dispatched", "10").hasBody("hello");
    assertThat(proxy)
        .said(
            "pending dispatched requests: 9",
            "pending dispatched requests: 1",
            "response resumed after processed 10 dispatched request");
  }

  @Test
  void shouldSendTheResponseWhenCalloutsFail(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    exchange.respond(HttpResponse.of(200, "hello"));
    List.copyOf(proxy.httpCallouts()).forEach(HttpCallout::fail);
    assertThat(exchange).hasStatus(200).hasHeader("total-dispatched", "10").hasBody("hello");
  }
}
