package io.proxywasm.examples.shareddata;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(SharedCounter.class)
class SharedCounterTest {
  @Test
  void shouldCountWhenRequestsCome(TestProxy proxy) {
    for (int i = 1; i <= 300; i++) {
      assertThat(proxy.send(HttpRequest.get("/"))).hasStatus(200);
      assertThat(proxy).said("shared value: " + i);
    }
  }

  @Test
  void shouldCountTogetherWhenTwoPluginsHaveTheVmId(TestProxy.Builder builder, TestPlugin plugin) {
    TestProxy proxy = builder.plugins(plugin.vmId("a"), plugin.vmId("a").name("b")).build();
    proxy.send(HttpRequest.get("/"));
    proxy.send(HttpRequest.get("/"));
    assertThat(proxy)
        .said("shared value: 1", "shared value: 2", "shared value: 3", "shared value: 4");
  }
}
