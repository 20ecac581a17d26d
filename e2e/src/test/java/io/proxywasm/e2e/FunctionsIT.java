package io.proxywasm.e2e;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.plugins.FunctionsPlugin;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Foreign functions, typed properties, tagged metrics, clocks, and all that stops a body. */
class FunctionsIT extends OnEachHostAndAsJava {
  private static final String PLUGIN = "FunctionsPlugin";

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage = Stage.on(host).plugin(FunctionsPlugin.class, p -> p.configuration(keys())).start();
  }

  private static String keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      return pem("PRIVATE KEY", pair.getPrivate().getEncoded())
          + "|"
          + pem("PUBLIC KEY", pair.getPublic().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(String kind, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  private static Message send(String name, String query) {
    return stage.send(
        Protocol.HTTP_1,
        PLUGIN,
        Request.get(Protocol.HTTP_1.path(name) + query)
            .header("case", name)
            .header("user-agent", "agent"));
  }

  private static String result(String name) {
    assertThat(send(name, "").status()).describedAs(() -> "" + stage.said(0)).isEqualTo(200);
    return requireNonNullElse(
        stage.upstream().take(Protocol.HTTP_1.path(name)).awaitEnd().header("result"), "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compress | true true",
        "uncompress | proxy_call_foreign_function(uncompress): status 3",
        "sign | 256 true true false",
        "sign-bad | refused",
        "unknown | proxy_call_foreign_function(nothing_of_the_kind): NOT_FOUND",
        "state | of envoy value",
        "state-unknown | proxy_call_foreign_function(set_envoy_filter_state): NOT_FOUND",
        "declared | once proxy_set_property(declared): BAD_ARGUMENT",
        "tagged | true tagged.requests has 2 tags, but got 1 values",
        "time | true",
      })
  void shouldDoWhatTheHostOffers(String name, String result) {
    assertThat(result(name)).isEqualTo(result);
  }

  @Test
  void shouldShowTagsInTheNameWhenAMetricHasSome() {
    result("tagged");
    assertThat(stage.host().stats("tagged\\.requests$"))
        .containsKeys(
            "wasmcustom.method=.=GET;.;code=.=200;.;tagged.requests",
            "wasmcustom.method=.=GET;.;code=.=404;.;tagged.requests");
  }

  @Test
  void shouldChooseTheRouteAnewWhenTheCacheIsCleared() {
    assertThat(send("route", "").text()).isEqualTo("direct");
  }

  @Test
  void shouldEvaluateExpressionsWhereTheHostDoes() {
    if (host == HostKind.ENVOY) {
      assertThat(result("cel")).isEqualTo("true cel!");
      assertThat(result("cel-malformed"))
          .isEqualTo("proxy_call_foreign_function(expr_create): BAD_ARGUMENT");
    } else {
      assertThat(result("cel")).isEqualTo("proxy_call_foreign_function(expr_create): NOT_FOUND");
    }
  }

  @Test
  void shouldReadPropertiesByType() {
    Message response = send("properties", "?a=b");
    assertThat(response.header("result")).isEqualTo("200 true text/plain");
    assertThat(stage.upstream().take("/h1/properties?a=b").awaitEnd().header("result"))
        .isEqualTo(
            "/h1/properties?a=b|/h1/properties|a=b|test.example|http|GET|properties|agent|HTTP/1.1"
                + "|true|true|true|true|true|false|-|FunctionsPlugin|FunctionsPlugin|upstream"
                + "|true|0|false|-|false");
  }

  @Test
  void shouldTellTheTimeWhenMainAndInitializersAskForIt() {
    stage.awaitLog(0, "in main at true true true");
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @CsvSource({"body-drop, ''", "body-hold-back, abcd", "body-buffer, abcd"})
  void shouldKeepOrDropTheBodyWhenItIsPaused(String name, String received) {
    for (Protocol protocol : Protocol.values()) {
      Request request = Request.post(protocol.path(name), "ab", "cd").header("case", name);
      assertThat(stage.send(protocol, PLUGIN, request).status()).isEqualTo(200);
      String body = stage.upstream().take(protocol.path(name)).awaitEnd().text();
      // What is dropped is what comes before the end: how much that is, is the network's.
      assertThat(body).isIn(received, name.equals("body-drop") ? "cd" : received);
    }
  }

  @Test
  void shouldRefuseALargeBodyWhenTheHeadersPauseAndBuffer() {
    List<byte[]> chunks = Collections.nCopies(40, new byte[65_536]);
    Request request = Request.post(Protocol.HTTP_1.path("buffer"), chunks).header("case", "buffer");
    assertThat(stage.send(Protocol.HTTP_1, PLUGIN, request).status()).isEqualTo(413);
  }
}
