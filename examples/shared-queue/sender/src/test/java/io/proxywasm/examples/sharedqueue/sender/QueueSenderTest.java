package io.proxywasm.examples.sharedqueue.sender;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(QueueSender.class)
class QueueSenderTest {
  private static TestProxy proxy(TestProxy.Builder builder, TestPlugin plugin, String kind) {
    return builder
        .plugins(
            TestPlugin.of(TestReceiver.class).vmId("receiver"),
            plugin.vmId("sender").configuration(kind))
        .build();
  }

  @Test
  void shouldSendTheHeadersWhenARequestAndItsResponseCome(
      TestProxy.Builder builder, TestPlugin plugin) {
    TestProxy proxy = proxy(builder, plugin, "http");
    assertThat(proxy).said("contextID=1 is configured for http");
    proxy.send(
        HttpRequest.get("/").header("a", "\"quoted\""), HttpResponse.of(200).header("b", "2"));
    assertThat(proxy)
        .said(
            "http_request_headers {\"key\":\"a\",\"value\":\"\\\"quoted\\\"\"}",
            "http_response_headers {\"key\":\"b\",\"value\":\"2\"}");
  }

  @Test
  void shouldSendTheHashWhenTheUpstreamAnswers(TestProxy.Builder builder, TestPlugin plugin) {
    TestProxy proxy = proxy(builder, plugin, "tcp");
    proxy.connect().send("question").respond("hello");
    assertThat(proxy)
        .said("(contextID=2) enqueued data: e3e1efd54283d94f7081314b599d31b3")
        .said("tcp_data_hashes e3e1efd54283d94f7081314b599d31b3")
        .neverSaid("question");
  }

  @Test
  void shouldGoOnWhenNobodyReceives(TestProxy.Builder builder, TestPlugin plugin) {
    TestProxy proxy = builder.plugins(plugin.configuration("http")).build();
    assertThat(proxy.send(HttpRequest.get("/"))).hasStatus(200);
    assertThat(proxy).hasLogged(LogLevel.CRITICAL, "nobody receives http_request_headers");
  }
}
