package io.proxywasm.examples.sharedqueue.receiver;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(QueueReceiver.class)
class QueueReceiverTest {
  @Test
  void shouldLogTheMessagesWhenTheyCome(TestProxy.Builder builder, TestPlugin plugin) {
    TestProxy proxy =
        builder
            .plugins(
                plugin.vmId("receiver").configuration("letters"),
                TestPlugin.of(TestSender.class).vmId("sender"))
            .build();
    assertThat(proxy).said("queue \"letters\" registered as queueID=1 by contextID=1");
    proxy.send(HttpRequest.get("/a"));
    proxy.send(HttpRequest.get("/b"));
    assertThat(proxy)
        .said(
            "(contextID=1) dequeued data from letters(queueID=1): /a",
            "(contextID=1) dequeued data from letters(queueID=1): /b");
  }
}
