package io.proxywasm.examples.validation;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.PluginConfiguration;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ProxyWasmTest(JsonValidation.class)
@PluginConfiguration("{\"requiredKeys\": [\"id\", \"token\"]}")
class JsonValidationTest {
  private static final HttpRequest REQUEST =
      HttpRequest.of("POST", "/").header("content-type", "application/json");

  @Test
  void shouldPassWhenAllMembersAreThere(TestProxy proxy) {
    String body = "{\"token\": {\"a\": [1]}, \"x\": null, \"id\": 1}";
    assertThat(proxy.send(REQUEST.body(body.substring(0, 9)).body(body.substring(9))))
        .reachedUpstream()
        .hasUpstreamBody(body)
        .hasStatus(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\": 1}", "[]", "5", "{\"nested\": {\"id\": 1, \"token\": 2}}"})
  void shouldAnswer403WhenAMemberIsMissing(String body, TestProxy proxy) {
    assertThat(proxy.send(REQUEST.body(body))).hasStatus(403).hasBody("invalid payload");
    assertThat(proxy.said()).anyMatch(line -> line.startsWith("required key ("));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          invalid_payload         | line 1, column 1 ($): expected a value, found invalid_payload
          {"id": 1, "token": "a"  | line 1, column 23 ($.token): expected ',' or '}', found the end
          """)
  void shouldAnswer403WhenItIsNoJson(String body, String problem, TestProxy proxy) {
    assertThat(proxy.send(REQUEST.body(body))).hasStatus(403).hasBody("invalid payload");
    assertThat(proxy).said("body is not a valid json: " + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text/html"})
  void shouldAnswer403WhenTheTypeIsAnother(String type, TestProxy proxy) {
    HttpRequest request = HttpRequest.of("POST", "/").header("content-type", type).body("{}");
    assertThat(proxy.send(request))
        .didNotReachUpstream()
        .hasStatus(403)
        .hasBody("content-type must be provided");
  }

  @Test
  void shouldAnswer413WhenTheBodyIsOverTheLimit(TestProxy.Builder builder, TestPlugin plugin) {
    try (TestProxy proxy = builder.plugins(plugin).bufferLimit(4 * 1024 * 1024).build()) {
      HttpRequest request = REQUEST.body("[").body("1,".repeat(600_000)).body("1]");
      assertThat(proxy.send(request)).hasStatus(413);
    }
  }

  @Test
  @PluginConfiguration("")
  void shouldPassAnyJsonWhenNothingIsConfigured(TestProxy proxy) {
    assertThat(proxy.send(REQUEST.body("[]"))).hasStatus(200);
  }

  @Test
  void shouldRefuseToStartWhenTheConfigurationIsWrong(
      TestProxy.Builder builder, TestPlugin plugin) {
    assertThat(builder.plugins(plugin.configuration("{\"requiredKeys\": [5]}")).refusal())
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal)
                    .contains("configuration refused: $.requiredKeys[0]: 5: expected a text"));
  }
}
