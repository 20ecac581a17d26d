package io.proxywasm.examples.configuration;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.PluginConfiguration;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ProxyWasmTest(ConfiguredPlugin.class)
@PluginConfiguration(
    """
    {"header": "x-team", "value": "blue", "blockedPaths": ["/admin"], "blockedStatus": 451}
    """)
class ConfiguredPluginTest {
  @Test
  void shouldAddTheHeaderWhenAResponseComes(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/"))).hasStatus(200).hasHeader("x-team", "blue");
    assertThat(proxy).said("blocked paths: 1");
  }

  @Test
  void shouldAnswerItselfWhenThePathIsBlocked(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/admin/users")))
        .didNotReachUpstream()
        .hasStatus(451)
        .hasBody("Blocked")
        .hasHeader("x-team", "blue");
  }

  @Test
  @PluginConfiguration("{\"header\": \"x\", \"value\": \"y\", \"blockedPaths\": [\"/a\"]}")
  void shouldAnswer403WhenNoStatusIsConfigured(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/a"))).hasStatus(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                                       | $: []: expected an object
          {"header": "x"}                                          | $.value: missing: expected a text
          {"header": 5}                                            | $.header: 5: expected a text like [A-Za-z0-9-]+
          {"header": "x", "value": "y", "blockedStatus": 99}       | $.blockedStatus: 99: expected a whole number from 400 to 599
          {"header": "x", "value": "y", "blockedPaths": ["/a", 7]} | $.blockedPaths[1]: 7: expected a text like /.*
          {"header": "x", "values": "y"}                           | $.values: unknown field: expected one of header, value, blockedStatus, blockedPaths
          no json                                                  | $: no JSON at line 1, column 1: expected null, found no
          ``                                                       | $.header: missing: expected a text like [A-Za-z0-9-]+
          """)
  void shouldRefuseToStartWhenTheConfigurationIsWrong(
      String configuration, String reason, TestProxy.Builder builder, TestPlugin plugin) {
    assertThat(builder.plugins(plugin.configuration(configuration)).refusal())
        .hasValueSatisfying(
            refusal -> assertThat(refusal).contains("configuration refused: " + reason));
  }
}
