package io.proxywasm.examples.masking;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.MistakeKind;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.PluginConfiguration;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ProxyWasmTest(JsonMasking.class)
@PluginConfiguration("{\"fields\": [\"password\", \"ssn\"], \"maxElementBytes\": 100}")
class JsonMaskingTest {
  private static final HttpRequest REQUEST = HttpRequest.get("/");
  private static final HttpResponse ANSWER =
      HttpResponse.of(200).header("content-type", "application/json; charset=utf-8");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"user":"a","password":"secret"}           | {"user":"a","password":"***"}
          [{"ssn":1,"x":[{"password":{"a":[]}}]}, 7] | [{"ssn":"***","x":[{"password":"***"}]},7]
          {"password ":"x","Password":"y"}           | {"password ":"x","Password":"y"}
          "password"                                 | "password"
          []                                         | []
          """)
  void shouldMaskFieldsWhereverTheyAre(String body, String masked, TestProxy proxy) {
    for (int cut = 0; cut <= body.length(); cut++) {
      HttpResponse answer = ANSWER.body(body.substring(0, cut)).body(body.substring(cut));
      assertThat(proxy.send(REQUEST, answer)).hasStatus(200).hasBody(masked);
    }
  }

  @Test
  void shouldPassOtherTypesAsTheyAre(TestProxy proxy) {
    HttpResponse text =
        HttpResponse.of(200).header("content-type", "text/plain").body("{\"ssn\":1}");
    assertThat(proxy.send(REQUEST, text)).hasBody("{\"ssn\":1}");
  }

  @Test
  void shouldAskForNoCompressionAndRefuseIt(TestProxy proxy) {
    HttpRequest request = REQUEST.header("accept-encoding", "gzip");
    HttpResponse compressed = ANSWER.header("content-encoding", "gzip").body("x");
    assertThat(proxy.send(request, compressed))
        .hasNoUpstreamHeader("accept-encoding")
        .hasStatus(502)
        .hasBody("The answer is compressed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"ssn\": tru}", "[1, 2", "[{]", "[1]x", "[1,]"})
  void shouldEndTheStreamWhenItIsNoJson(String body, TestProxy proxy) {
    assertThat(proxy.send(REQUEST, ANSWER.body(body))).isReset();
    assertThat(proxy).hasMistake(MistakeKind.EXCEPTION);
  }

  @Test
  void shouldEndTheStreamWhenAnElementIsTooLarge(TestProxy proxy) {
    String large = "[\"" + "x".repeat(100) + "\"]";
    assertThat(proxy.send(REQUEST, ANSWER.body(large))).isReset();
    assertThat(proxy).hasMistake(MistakeKind.EXCEPTION, "longer than 100 bytes");
  }

  @Test
  void shouldRefuseToStartWhenTheConfigurationIsWrong(
      TestProxy.Builder builder, TestPlugin plugin) {
    assertThat(builder.plugins(plugin.configuration("{\"fields\": []}")).refusal())
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal)
                    .contains("$.fields: size 0: expected a list of at least 1 elements"));
  }
}
