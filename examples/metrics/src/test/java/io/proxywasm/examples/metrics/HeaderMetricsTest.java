package io.proxywasm.examples.metrics;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(HeaderMetrics.class)
class HeaderMetricsTest {
  private static String counter(String value) {
    return "custom_header_value_counts_value=" + value + "_reporter=wasmjavasdk";
  }

  private static void send(TestProxy proxy, String value) {
    assertThat(proxy.send(HttpRequest.get("/").header("my-custom-header", value))).hasStatus(200);
  }

  @Test
  void shouldCountByValueWhenTheHeaderIsThere(TestProxy proxy) {
    send(proxy, "foo");
    send(proxy, "foo");
    send(proxy, "bar");
    assertThat(proxy).hasMetric(counter("foo"), 2).hasMetric(counter("bar"), 1);
  }

  @Test
  void shouldCountNothingWhenTheHeaderIsMissing(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/"))).hasStatus(200);
    assertThat(proxy.trace()).noneMatch(line -> line.contains("metric"));
  }

  @Test
  void shouldCountAsOtherWhenTheValueIsLong(TestProxy proxy) {
    send(proxy, "x".repeat(33));
    assertThat(proxy).hasMetric(counter("other"), 1);
  }

  @Test
  void shouldCountAsOtherWhenThereAreManyValues(TestProxy proxy) {
    for (int i = 0; i < 25; i++) {
      send(proxy, "value-" + i);
    }
    assertThat(proxy).hasMetric(counter("value-19"), 1).hasMetric(counter("value-20"), 0);
    assertThat(proxy).hasMetric(counter("other"), 5);
  }
}
