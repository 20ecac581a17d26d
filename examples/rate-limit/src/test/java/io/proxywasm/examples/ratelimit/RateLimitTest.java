package io.proxywasm.examples.ratelimit;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.PluginConfiguration;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ProxyWasmTest(RateLimit.class)
@PluginConfiguration("{\"requests\": 2, \"burst\": 3, \"clientHeader\": \"x-client\"}")
class RateLimitTest {
  private static HttpRequest from(String client) {
    return HttpRequest.get("/").header("x-client", client);
  }

  @Test
  void shouldAnswer429WhenTheBurstIsOver(TestProxy proxy) {
    for (int i = 0; i < 3; i++) {
      assertThat(proxy.send(from("a"))).hasStatus(200);
    }
    assertThat(proxy.send(from("a")))
        .didNotReachUpstream()
        .hasStatus(429)
        .hasHeader("retry-after", "1")
        .hasBody("Too Many Requests");
    assertThat(proxy.send(from("b"))).hasStatus(200);
  }

  @Test
  void shouldLetRequestsPassAgainWhenTimeGoesBy(TestProxy proxy) {
    for (int i = 0; i < 3; i++) {
      assertThat(proxy.send(from("c"))).hasStatus(200);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(proxy.send(from("c"))).hasStatus(429);
      proxy.advance(Duration.ofMillis(500));
      assertThat(proxy.send(from("c"))).hasStatus(200);
    }
    proxy.advance(Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      assertThat(proxy.send(from("c"))).hasStatus(200);
    }
    assertThat(proxy.send(from("c"))).hasStatus(429);
  }

  @Test
  @PluginConfiguration("{\"requests\": 1, \"seconds\": 10}")
  void shouldTellAddressesApartWhenNoHeaderIsConfigured(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/"))).hasStatus(200);
    assertThat(proxy.send(HttpRequest.get("/"))).hasStatus(429).hasHeader("retry-after", "10");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                             | $.requests: missing: expected a whole number from 1 to 1000000
          {"requests": 0}                | $.requests: 0: expected a whole number from 1 to 1000000
          {"requests": 1.5}              | $.requests: 1.5: expected a whole number from 1 to 1000000
          {"requests": 1, "burst": "2"}  | $.burst: "2": expected a whole number from 1 to 1000000
          {"requests": 1, "bursts": 1}   | $.bursts: unknown field: expected one of requests, seconds, burst, clientHeader, maxClients
          """)
  void shouldRefuseToStartWhenTheConfigurationIsWrong(
      String configuration, String reason, TestProxy.Builder builder, TestPlugin plugin) {
    assertThat(builder.plugins(plugin.configuration(configuration)).refusal())
        .hasValueSatisfying(
            refusal -> assertThat(refusal).contains("configuration refused: " + reason));
  }
}
