package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Field;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestClient;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.EnvoyValue;
import io.proxywasm.envoy.WasmCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples that are made with the modules json, config and toolbox do what they say. */
class ToolExamplesIT extends OnEachHost {
  private static final int WORKERS = 2;

  private static final KeyPair RSA = keys("RSA");
  private static final KeyPair EC = keys("EC");

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    Map<String, String> configurations = new TreeMap<>();
    configurations.put("json-validation", "{\"requiredKeys\": [\"id\", \"token\"]}");
    configurations.put("json-masking", "{\"fields\": [\"password\"]}");
    configurations.put(
        "rate-limit",
        "{\"requests\": 1, \"seconds\": 3600, \"burst\": 20, \"clientHeader\": \"client\"}");
    configurations.put("canary-routing", "{\"percent\": 100}");
    configurations.put(
        "mini-waf",
        "{\"rules\": [{\"id\": \"xss\", \"parts\": [\"query\", \"body\"], \"contains\": [\"<script\"]}]}");
    configurations.put("jwt-auth", "{\"audience\": \"api\", \"jwks\": " + jwks() + "}");
    configurations.put("http-body-chunk", "");
    Stage.Builder builder = Stage.on(host).workers(WORKERS);
    configurations.forEach(
        (name, configuration) ->
            builder.plugin(
                name,
                code(name),
                plugin -> configuration.isEmpty() ? plugin : plugin.configuration(configuration)));
    builder.plugin(
        "vm-plugin-configuration",
        code("vm-plugin-configuration"),
        plugin ->
            plugin.configuration("of the plugin").vmConfiguration(EnvoyValue.text("of the vm")));
    stage = builder.start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  private static Path file(String example) {
    return Path.of("..", "examples", example, "target", "plugin.wasm");
  }

  private static WasmCode code(String example) {
    assertThat(file(example))
        .describedAs("The example is built before this module: run ./mvnw verify at the root.")
        .exists();
    return WasmCode.file(file(example));
  }

  /** All examples, not only those of this class. */
  @Test
  void shouldBeSmallWhenTheyAreBuilt() throws IOException {
    try (var folders = Files.walk(Path.of("..", "examples"), 2)) {
      List<Path> examples =
          folders
              .filter(folder -> Files.exists(folder.resolve("pom.xml")))
              .filter(folder -> Files.exists(folder.resolve("src")))
              .toList();
      assertThat(examples).contains(Path.of("..", "examples", "shared-queue", "sender"));
      for (Path example : examples) {
        assertThat(Files.size(example.resolve("target/plugin.wasm")))
            .describedAs(example.toString())
            .isLessThanOrEqualTo(example.endsWith("jwt-auth") ? 80 * 1024L : 40 * 1024L);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldPassOnlyJsonWithAllMembers(Protocol protocol) {
    String path = protocol.path("validation");
    Request request = Request.post(path, "{\"id\": 1, ", "\"token\": \"x\"}");
    Message passed =
        stage.send(protocol, "json-validation", request.header("content-type", "application/json"));
    assertThat(passed.status()).isEqualTo(200);
    assertThat(stage.upstream().take(path).awaitEnd().text())
        .isEqualTo("{\"id\": 1, \"token\": \"x\"}");
    Message noType = stage.newClient(protocol, "json-validation").send(request);
    assertThat(noType.status()).isEqualTo(403);
    assertThat(noType.text()).isEqualTo("content-type must be provided");
    Map<String, String> problems =
        Map.of(
            "{\"id\": 1}", "required key (token) is missing",
            "{\"id\": 1, \"token\"}", "body is not a valid json: line 1, column 18 ($.token)",
            "[]", "required key (id) is missing");
    for (String body : problems.keySet()) {
      int mark = stage.mark();
      Message refused =
          stage
              .newClient(protocol, "json-validation")
              .send(Request.post(path, body).header("content-type", "application/json"));
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text()).isEqualTo("invalid payload");
      stage.awaitLog(mark, String.valueOf(problems.get(body)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldMaskFields(Protocol protocol) {
    String path = protocol.path("masking");
    stage
        .upstream()
        .on(
            path,
            (request, response) -> {
              request.awaitEnd();
              response.all(
                  TestUpstream.head(200, new Field("content-type", "application/json")),
                  List.of(
                      "[{\"user\": \"a\", \"pass".getBytes(UTF_8),
                      "word\": [1, 2]}, {\"x\": {\"password\": null}}".getBytes(UTF_8),
                      "]".getBytes(UTF_8)),
                  List.of());
            });
    Message response =
        stage.send(protocol, "json-masking", Request.get(path).header("accept-encoding", "gzip"));
    assertThat(response.text())
        .isEqualTo("[{\"user\":\"a\",\"password\":\"***\"},{\"x\":{\"password\":\"***\"}}]");
    assertThat(stage.upstream().take(path).awaitEnd().header("accept-encoding")).isNull();
  }

  /** Two workers, some connections: of all requests exactly as many pass as the burst has. */
  @Test
  void shouldLimitAcrossWorkers() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Long>> passed =
          threads.invokeAll(
              java.util.Collections.nCopies(
                  8,
                  () -> {
                    long count = 0;
                    for (int i = 0; i < 10; i++) {
                      try (TestClient client = stage.newClient(Protocol.HTTP_1, "rate-limit")) {
                        Message answer =
                            client.send(Request.get("/h1/limit").header("client", "a"));
                        count += answer.status() == 200 ? 1 : 0;
                        if (answer.status() == 429) {
                          assertThat(answer.header("retry-after")).matches("3[56]\\d\\d");
                          assertThat(answer.text()).isEqualTo("Too Many Requests");
                        }
                      }
                    }
                    return count;
                  }));
      long sum = 0;
      for (Future<Long> each : passed) {
        sum += each.get();
      }
      assertThat(sum).isEqualTo(20);
    } finally {
      threads.shutdownNow();
    }
    assertThat(
            stage
                .send(Protocol.HTTP_1, "rate-limit", Request.get("/h1/limit").header("client", "b"))
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepClientsWhereTheyAre(Protocol protocol) {
    String path = protocol.path("canary");
    Message first = stage.send(protocol, "canary-routing", Request.get(path));
    assertThat(first.headers("set-cookie"))
        .containsExactly("canary=true; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax");
    assertThat(stage.upstream().take(path).awaitEnd().header("x-canary")).isEqualTo("true");
    Message other =
        stage.send(
            protocol,
            "canary-routing",
            Request.get(path).header("cookie", "a=b; canary=false").header("x-canary", "true"));
    assertThat(other.headers("set-cookie")).isEmpty();
    assertThat(stage.upstream().take(path).awaitEnd().header("x-canary")).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void shouldBlockWhatRulesFind(Protocol protocol) {
    String path = protocol.path("waf");
    Message query = stage.send(protocol, "mini-waf", Request.get(path + "?q=a%3cSCRIPT"));
    assertThat(query.status()).isEqualTo(403);
    assertThat(query.header("x-waf-rule")).isEqualTo("xss");
    Message body = stage.newClient(protocol, "mini-waf").send(Request.post(path, "a <scr", "ipt>"));
    assertThat(body.status()).isEqualTo(403);
    Message hidden = stage.send(protocol, "mini-waf", Request.get(path + "%2f..%2fx"));
    assertThat(hidden.header("x-waf-rule")).isEqualTo("malformed-path");
    Message harmless = stage.send(protocol, "mini-waf", Request.post(path + "/x", "harmless"));
    assertThat(harmless.status()).isEqualTo(200);
    assertThat(stage.upstream().take(path + "/x").awaitEnd().text()).isEqualTo("harmless");
  }

  @ParameterizedTest
  @EnumSource
  void shouldLookIntoEachChunk(Protocol protocol) {
    String path = protocol.path("chunks");
    int mark = stage.mark();
    Message found =
        stage.newClient(protocol, "http-body-chunk").send(Request.post(path, "a pattern"));
    assertThat(found.status()).isEqualTo(403);
    assertThat(found.header("powered-by")).isEqualTo("proxy-wasm-java");
    assertThat(found.text()).isEqualTo("pattern found in chunk: 1");
    Message passed =
        stage.send(protocol, "http-body-chunk", Request.post(path + "/2", "one", "two"));
    assertThat(passed.status()).isEqualTo(200);
    assertThat(stage.upstream().take(path + "/2").awaitEnd().text()).isEqualTo("onetwo");
    stage.awaitLog(mark, "pattern not found");
  }

  @Test
  void shouldLogBothConfigurations() {
    stage.awaitLog(0, "vm config: of the vm"::equals);
    stage.awaitLog(0, "plugin config: of the plugin"::equals);
  }

  @ParameterizedTest
  @CsvSource({"RS256, r", "ES256, e"})
  void shouldPassOnlyValidTokens(String algorithm, String keyId) {
    long now = System.currentTimeMillis() / 1000;
    String claims = "{\"sub\":\"me\",\"aud\":\"api\",\"exp\":%d}".formatted(now + 600);
    for (Protocol protocol : Protocol.values()) {
      String path = protocol.path("jwt/" + algorithm);
      Message passed = bearer(protocol, path, token(algorithm, keyId, claims));
      assertThat(passed.status()).isEqualTo(200);
      assertThat(stage.upstream().take(path).awaitEnd().header("x-jwt-subject")).isEqualTo("me");
      int mark = stage.mark();
      String expired = claims.replace(Long.toString(now + 600), Long.toString(now - 1));
      assertRefused(bearer(protocol, path, token(algorithm, keyId, expired)));
      stage.awaitLog(mark, "token refused: expired");
      String token = token(algorithm, keyId, claims);
      String forged = token.substring(0, token.length() - 8) + "AAAAAAAA";
      assertRefused(bearer(protocol, path, forged));
      stage.awaitLog(mark, "token refused: the signature is wrong");
      assertRefused(bearer(protocol, path, token("none", keyId, claims)));
      assertRefused(stage.send(protocol, "jwt-auth", Request.get(path)));
      assertThat(stage.upstream().hasReceived(path)).isFalse();
    }
  }

  /** One that signs itself nothing, one that another key signed, and one without end. */
  @ParameterizedTest
  @CsvSource({
    "none, r, rsa, 'the algorithm is not HS256, RS256 or ES256'",
    "none, e, ec, 'the algorithm is not HS256, RS256 or ES256'",
    "RS256, r, other, 'the signature is wrong'",
    "ES256, e, other, 'the signature is wrong'",
    "RS256, e, rsa, 'no key for it'",
    "RS256, x, rsa, 'no key for it'",
    "RS256, r, huge, 'longer than 8192 characters'"
  })
  void shouldRefuseTokensThatNobodySigned(
      String algorithm, String keyId, String kind, String reason) {
    long now = System.currentTimeMillis() / 1000;
    String claims = "{\"sub\":\"me\",\"aud\":\"api\",\"exp\":%d}".formatted(now + 600);
    boolean other = kind.equals("other");
    String token =
        token(
            algorithm,
            keyId,
            kind.equals("huge") ? claims.replace("me", "m".repeat(20_000)) : claims,
            other ? keys("RSA") : RSA,
            other ? keys("EC") : EC);
    for (Protocol protocol : Protocol.values()) {
      String path = protocol.path("jwt/refused");
      int mark = stage.mark();
      assertRefused(bearer(protocol, path, token));
      assertThat(stage.awaitLog(mark, "token refused: ")).contains(reason);
      assertThat(stage.upstream().hasReceived(path)).isFalse();
    }
  }

  private static Message bearer(Protocol protocol, String path, String token) {
    Request request =
        Request.get(path)
            .header("authorization", "Bearer " + token)
            .header("x-jwt-subject", "admin");
    return stage.send(protocol, "jwt-auth", request);
  }

  private static void assertRefused(Message answer) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("www-authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    assertThat(answer.text()).isEqualTo("Unauthorized");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          json-validation | {"requiredKeys": [5]} | $.requiredKeys[0]: 5: expected a text
          json-masking    | {"fields": []}        | $.fields: size 0: expected a list of at least 1 elements
          rate-limit      | {"requests": -5}      | $.requests: -5: expected a whole number from 1 to 1000000
          canary-routing  | {"percent": 1, }      | $.percent: no JSON at line 1, column 16: expected a name in quotes, found '}'
          mini-waf        | {"rule": []}          | $.rule: unknown field: expected one of mode, rules, maxBodyBytes
          """)
  void shouldRefuseToStartWhenTheConfigurationIsWrong(
      String example, String configuration, String reason) {
    assertRefused(example, configuration, reason);
  }

  @Test
  void shouldRefuseToStartWhenTheConfigurationIsTooDeep() {
    assertRefused(
        "json-validation",
        "{\"requiredKeys\": " + "[".repeat(10_000),
        "nested deeper than 64 levels");
  }

  private static void assertRefused(String example, String configuration, String reason) {
    int mark = stage.mark();
    EnvoyPlugin plugin =
        EnvoyPlugin.builder("refused", code(example)).configuration(configuration).build();
    assertThat(stage.refusal(plugin)).contains("Unable to create Wasm");
    assertThat(stage.said(mark))
        .anySatisfy(line -> assertThat(line).contains("configuration refused: ").contains(reason));
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String jwks() {
    byte[] point = EC.getPublic().getEncoded();
    int end = point.length;
    return "{\"keys\": [{\"kid\": \"r\", \"kty\": \"RSA\", \"n\": \"%s\", \"e\": \"AQAB\"}, {\"kid\": \"e\", \"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"%s\", \"y\": \"%s\"}]}"
        .formatted(
            base64(((RSAPublicKey) RSA.getPublic()).getModulus().toByteArray()),
            base64(Arrays.copyOfRange(point, end - 64, end - 32)),
            base64(Arrays.copyOfRange(point, end - 32, end)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String token(String algorithm, String keyId, String claims) {
    return token(algorithm, keyId, claims, RSA, EC);
  }

  private static String token(
      String algorithm, String keyId, String claims, KeyPair rsa, KeyPair ec) {
    String header = "{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(algorithm, keyId);
    String text = base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
    byte[] bytes = text.getBytes(US_ASCII);
    byte[] signature =
        switch (algorithm) {
          case "RS256" -> signed("SHA256withRSA", rsa.getPrivate(), bytes);
          case "ES256" -> signed("SHA256withECDSAinP1363Format", ec.getPrivate(), bytes);
          default -> new byte[0];
        };
    return text + "." + base64(signature);
  }

  private static byte[] signed(String name, PrivateKey key, byte[] text) {
    try {
      Signature signature = Signature.getInstance(name);
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
