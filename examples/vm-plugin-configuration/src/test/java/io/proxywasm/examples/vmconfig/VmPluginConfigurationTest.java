package io.proxywasm.examples.vmconfig;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.PluginConfiguration;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import io.proxywasm.testkit.junit.VmConfiguration;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(VmPluginConfiguration.class)
class VmPluginConfigurationTest {
  @Test
  @VmConfiguration("this is the vm")
  @PluginConfiguration("{\"name\": \"plugin \u00e4\"}")
  void shouldLogBothWhenItStarts(TestProxy proxy) {
    assertThat(proxy)
        .said("vm config: this is the vm", "plugin config: {\"name\": \"plugin \u00e4\"}");
    assertThat(proxy.send(HttpRequest.get("/"))).hasStatus(200);
  }

  @Test
  void shouldLogNothingMoreWhenThereIsNone(TestProxy proxy) {
    assertThat(proxy).said("vm config: ", "plugin config: ");
  }
}
