package io.proxywasm.examples.jwt;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ProxyWasmTest(JwtAuth.class)
class JwtAuthTest {
  private static final Tokens ISSUER = new Tokens();
  private static final Tokens OTHER = new Tokens();

  private static TestProxy proxy(TestProxy.Builder builder, TestPlugin plugin) {
    String configuration =
        """
        {"jwks": %s, "issuer": "https://issuer.example", "audience": "api",
         "publicPaths": ["/public/"]}
        """
            .formatted(ISSUER.jwks());
    return builder.plugins(plugin.configuration(configuration)).build();
  }

  private static String claims(TestProxy proxy, long seconds) {
    return "{\"sub\":\"me\",\"iss\":\"https://issuer.example\",\"aud\":[\"api\"],\"exp\":%d}"
        .formatted(proxy.now().getEpochSecond() + seconds);
  }

  private static HttpRequest bearer(String token) {
    return HttpRequest.get("/").header("authorization", "Bearer " + token);
  }

  @ParameterizedTest
  @CsvSource({"RS256, r", "ES256, e", "HS256, h"})
  void shouldPassWhenTheTokenIsValid(
      String algorithm, String keyId, TestProxy.Builder builder, TestPlugin plugin) {
    try (TestProxy proxy = proxy(builder, plugin)) {
      String token = ISSUER.token(algorithm, keyId, claims(proxy, 60));
      assertThat(proxy.send(bearer(token).header("x-jwt-subject", "admin")))
          .hasStatus(200)
          .hasUpstreamHeader("x-jwt-subject", "me");
      String changed = token.substring(0, token.length() - 3) + "AAA";
      assertThat(proxy.send(bearer(changed)))
          .didNotReachUpstream()
          .hasStatus(401)
          .hasHeader("www-authenticate", "Bearer error=\"invalid_token\"")
          .hasBody("Unauthorized");
      assertThat(proxy.send(bearer(OTHER.token("RS256", "r", claims(proxy, 60))))).hasStatus(401);
      assertThat(proxy).said("token refused: the signature is wrong");
    }
  }

  @Test
  void shouldAnswer401WhenTheTokenIsNotForThis(TestProxy.Builder builder, TestPlugin plugin) {
    try (TestProxy proxy = proxy(builder, plugin)) {
      assertThat(proxy.send(bearer(ISSUER.token("RS256", "r", claims(proxy, 0))))).hasStatus(401);
      assertThat(proxy.send(bearer(ISSUER.token("none", "r", claims(proxy, 60))))).hasStatus(401);
      assertThat(proxy.send(bearer(ISSUER.token("RS256", "x", claims(proxy, 60))))).hasStatus(401);
      assertThat(proxy.send(bearer(ISSUER.token("RS256", "r", "{}")))).hasStatus(401);
      assertThat(proxy.send(bearer("x".repeat(9000)))).hasStatus(401);
      assertThat(proxy)
          .said(
              "token refused: expired",
              "token refused: the algorithm is not HS256, RS256 or ES256",
              "token refused: no key for it",
              "token refused: no 'exp'",
              "token refused: longer than 8192 characters");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic YTpi", "Bearer", "Bearer ", "Bearer a.b"})
  void shouldAnswer401WhenThereIsNoToken(
      String header, TestProxy.Builder builder, TestPlugin plugin) {
    try (TestProxy proxy = proxy(builder, plugin)) {
      assertThat(proxy.send(HttpRequest.get("/").header("authorization", header))).hasStatus(401);
      assertThat(proxy.send(HttpRequest.get("/"))).hasStatus(401);
    }
  }

  @Test
  void shouldPassWithoutATokenWhenThePathIsPublic(TestProxy.Builder builder, TestPlugin plugin) {
    try (TestProxy proxy = proxy(builder, plugin)) {
      assertThat(proxy.send(HttpRequest.get("/public/x").header("x-jwt-subject", "admin")))
          .hasStatus(200)
          .hasNoUpstreamHeader("x-jwt-subject");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                     | $.jwks: missing: expected a JSON value
          {"jwks": {}}                           | a JWKS is an object with a list 'keys'
          {"jwks": {"keys": [{"kty": "RSA"}]}}   | keys[0] of the JWKS: no 'n' in Base64url
          """)
  void shouldRefuseToStartWhenTheConfigurationIsWrong(
      String configuration, String reason, TestProxy.Builder builder, TestPlugin plugin) {
    assertThat(builder.plugins(plugin.configuration(configuration)).refusal())
        .hasValueSatisfying(refusal -> assertThat(refusal).contains(reason));
  }
}
