package io.proxywasm.examples.tcprouting;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.abi.Status;
import io.proxywasm.host.ForeignFunction;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.PluginConfiguration;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ProxyWasmTest(TcpRouting.class)
class TcpRoutingTest {
  @ParameterizedTest
  @CsvSource({
    "192.168.1.10, egress-router1",
    "192.168.1.10:8080, egress-router1",
    "172.21.0.11:58762, egress-router2",
    "10.0.0.255:1, egress-router2",
    "2001:db8::2, egress-router1",
    "[2001:db8::3]:8080, egress-router2"
  })
  void shouldSetTheClusterWhenTheAddressIsKnown(
      String source, String cluster, TestProxy.Builder builder) {
    List<String> states = new ArrayList<>();
    TestProxy proxy =
        builder
            .property(source, "source", "address")
            .foreignFunction(
                "set_envoy_filter_state",
                (caller, arguments) -> {
                  states.add(new String(arguments, UTF_8));
                  return ForeignFunction.Result.ok(new byte[0]);
                })
            .build();
    assertThat(proxy.connect().send("hello")).hasUpstreamText("hello");
    assertThat(proxy).said("Routed source " + source + " to " + cluster);
    org.assertj.core.api.Assertions.assertThat(states)
        .singleElement()
        .asString()
        .contains("envoy.tcp_proxy.cluster", cluster);
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid", ""})
  void shouldChooseNothingWhenTheAddressIsNone(String source, TestProxy.Builder builder) {
    TestProxy proxy = builder.property(source, "source", "address").build();
    assertThat(proxy.connect().send("hello")).hasUpstreamText("hello");
    assertThat(proxy).hasLogged(LogLevel.WARN, "no address to route by: " + source);
  }

  @Test
  @PluginConfiguration("standalone")
  void shouldPassOnWhenTheProxyRefuses(TestProxy.Builder builder) {
    TestProxy proxy =
        builder
            .property("10.0.0.1:80", "source", "address")
            .foreignFunction(
                "set_envoy_filter_state",
                (caller, arguments) -> ForeignFunction.Result.failed(Status.NOT_FOUND))
            .build();
    assertThat(proxy).said("Configuration: \"standalone\"");
    assertThat(proxy.connect().send("hello")).hasUpstreamText("hello");
    assertThat(proxy)
        .hasLogged(LogLevel.WARN, "cannot set the filter state: proxy_call_foreign_function")
        .neverSaid("Routed");
  }
}
