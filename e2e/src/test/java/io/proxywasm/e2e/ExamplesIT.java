package io.proxywasm.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.Status;
import io.proxywasm.config.ConfigException;
import io.proxywasm.e2e.host.AsJava;
import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Field;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.WasmCode;
import io.proxywasm.json.JsonReader;
import io.proxywasm.sdk.ProxyWasm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import kotlin.jvm.internal.Intrinsics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each example, as the Maven plugin built it, does what its README says. */
class ExamplesIT extends OnEachHostAndAsJava {

  private static final Map<String, String> MAIN_CLASSES =
      Map.of(
          "hello-world", "io.proxywasm.examples.hello.HelloWorld",
          "http-headers", "io.proxywasm.examples.headers.HttpHeaders",
          "http-body", "io.proxywasm.examples.body.HttpBody",
          "header-auth", "io.proxywasm.examples.auth.HeaderAuth",
          "http-auth-callout", "io.proxywasm.examples.callout.HttpAuthCallout",
          "metrics", "io.proxywasm.examples.metrics.HeaderMetrics",
          "kotlin-headers", "io.proxywasm.examples.kotlin.KotlinHeadersKt",
          "configuration", "io.proxywasm.examples.configuration.ConfiguredPlugin");

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    Stage.Builder builder = Stage.on(host).alias("authserver");
    MAIN_CLASSES.keySet().stream()
        .filter(name -> !name.equals("configuration") && !name.equals("http-headers"))
        .forEach(name -> builder.plugin(name, code(name), plugin -> plugin));
    stage =
        builder
            .plugin(
                "http-headers",
                code("http-headers"),
                plugin ->
                    plugin.configuration(
                        "{\"header\": \"x-wasm-header\", \"value\": \"demo-wasm\"}"))
            .plugin("http-body-echo", code("http-body"), plugin -> plugin.configuration("echo"))
            .plugin(
                "configuration",
                code("configuration"),
                plugin ->
                    plugin.configuration(
                        "{\"header\": \"x-team\", \"value\": \"blue\","
                            + " \"blockedPaths\": [\"/h1/admin\", \"/h2/admin\"],"
                            + " \"blockedStatus\": 451}"))
            .start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  private static WasmCode code(String example) {
    Path target = Path.of("..", "examples", example, "target");
    Path file = target.resolve("plugin.wasm");
    assertThat(file)
        .describedAs("The example is built before this module: run ./mvnw verify at the root.")
        .exists();
    AsJava.register(bytes(file), requireNonNull(MAIN_CLASSES.get(example)), classPath(target));
    return WasmCode.file(file);
  }

  private static List<Path> classPath(Path target) {
    return List.of(
        target.resolve("classes"),
        TestPlugin.origin(ProxyWasm.class),
        TestPlugin.origin(Status.class),
        TestPlugin.origin(JsonReader.class),
        TestPlugin.origin(ConfigException.class),
        TestPlugin.origin(Intrinsics.class));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayHelloWhenARequestComes(Protocol protocol) {
    stage.awaitLog(0, "hello from Java");
    int mark = stage.mark();
    String path = protocol.path("some/path?q=1");
    Message response = stage.send(protocol, "hello-world", Request.get(path));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text()).isEqualTo("ok");
    stage.awaitLog(mark, "hello " + path);
  }

  @Test
  void shouldTickWhenASecondIsOver() {
    stage.awaitLog(0, "tick 1"::equals);
    stage.awaitLog(0, "tick 2"::equals);
    stage.awaitLog(0, line -> line.matches("It's \\d{19}: random value: -?\\d+"));
    assertThat(stage.said(0)).containsSubsequence("hello from Java", "tick 1", "tick 2");
  }

  @ParameterizedTest
  @EnumSource
  void shouldChangeHeadersWhenTheyPass(Protocol protocol) {
    int mark = stage.mark();
    String path = protocol.path("headers");
    Field[] fromUpstream = {new Field("x-up", "1"), new Field("x-wasm-header", "upstream's")};
    stage.upstream().on(path, TestUpstream.reply(200, "body", fromUpstream));
    Message response =
        stage.send(
            protocol,
            "http-headers",
            Request.get(path).header("test", "worst").header("test", "bad").header("x-a", "1"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text()).isEqualTo("body");
    assertThat(response.header("x-proxy-wasm-java-example")).isEqualTo("http-headers");
    assertThat(response.headers("x-wasm-header")).containsExactly("upstream's", "demo-wasm");
    Message request = stage.upstream().take(path).awaitEnd();
    assertThat(request.headers("test")).containsExactly("best");
    assertThat(request.headers("x-a")).containsExactly("1");
    stage.awaitLog(mark, " finished");
    assertThat(stage.said(mark))
        .contains(
            "request header --> :path: " + path,
            "request header --> test: best",
            "adding header: x-wasm-header=demo-wasm",
            "response header <-- x-up: 1",
            "response header <-- x-proxy-wasm-java-example: http-headers",
            "response header <-- x-wasm-header: demo-wasm")
        .doesNotContain("request header --> test: worst");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replace | [this is replaced body]
          append  | hello[this is appended body]
          prepend | [this is prepended body]hello
          other   | [this is replaced body]
          """)
  void shouldChangeTheBodyWhenHeadersSaySo(String operation, String result) {
    for (Protocol protocol : Protocol.values()) {
      int mark = stage.mark();
      String path = protocol.path("body/" + operation);
      stage.upstream().on(path, TestUpstream.reply(200, "response"));
      Request request =
          Request.post(path, "hel", "lo")
              .header("content-length", "5")
              .header("buffer-operation", operation);
      Message unchanged = stage.send(protocol, "http-body", request);
      assertThat(unchanged.status()).isEqualTo(200);
      assertThat(unchanged.text()).isEqualTo("response");
      Message changedRequest = stage.upstream().take(path).awaitEnd();
      assertThat(changedRequest.text()).isEqualTo(result);
      assertThat(changedRequest.headers("content-length")).isSubsetOf("" + result.length());
      stage.upstream().on(path, TestUpstream.reply(200, "hello"));
      Message changed =
          stage.send(protocol, "http-body", request.header("buffer-replace-at", "response"));
      assertThat(changed.text()).isEqualTo(result);
      assertThat(changed.headers("content-length")).isSubsetOf("" + result.length());
      assertThat(stage.upstream().take(path).awaitEnd().text()).isEqualTo("hello");
      stage.awaitLog(mark, "original response body: hello");
      assertThat(stage.said(mark)).contains("original request body: hello");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswer400WhenThereIsNoLength(Protocol protocol) {
    String path = protocol.path("body");
    Message bodiless =
        stage.send(protocol, "http-body", Request.get(path).header("buffer-operation", "replace"));
    assertThat(bodiless.status()).isEqualTo(400);
    assertThat(bodiless.text()).isEqualTo("content must be provided");
    assertThat(stage.upstream().hasReceived(path)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void shouldSendTheBodyBackWhenItIsToEcho(Protocol protocol) {
    String path = protocol.path("echo");
    stage.upstream().on(path, (request, response) -> request.awaitEnd());
    Message response =
        stage
            .newClient(protocol, "http-body-echo")
            .send(Request.post(path, "frame1...", "frame2...", "frame3..."));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text()).isEqualTo("frame1...frame2...frame3...");
    Message bodiless = stage.send(protocol, "http-body-echo", Request.get(path + "/none"));
    assertThat(bodiless.text()).isEqualTo("ok");
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswer403WhenTheHeaderIsMissing(Protocol protocol) {
    String path = protocol.path("auth");
    for (Request request :
        new Request[] {
          Request.get(path),
          Request.get(path).header("allow", "false"),
          Request.get(path).header("allow", "no").header("allow", "true"),
          Request.post(path, "body")
        }) {
      Message response = stage.send(protocol, "header-auth", request);
      assertThat(response.status()).isEqualTo(403);
      assertThat(response.text()).isEqualTo("Forbidden");
      assertThat(response.header("powered-by")).isEqualTo("proxy-wasm-java");
    }
    assertThat(stage.upstream().hasReceived(path)).isFalse();
    Message allowed =
        stage.send(protocol, "header-auth", Request.get(path).header("allow", "true"));
    assertThat(allowed.status()).isEqualTo(200);
    assertThat(allowed.text()).isEqualTo("ok");
    assertThat(allowed.headers("powered-by")).isEmpty();
    stage.upstream().take(path).awaitEnd();
  }

  @ParameterizedTest
  @CsvSource({
    "200, 200, ok",
    "401, 403, Forbidden",
    "302, 403, Forbidden",
    "500, 503, Authorization is not available"
  })
  void shouldFollowTheAuthserverWhenItAnswers(int answer, int status, String body) {
    for (Protocol protocol : Protocol.values()) {
      stage.upstream().on("/auth", TestUpstream.reply(answer, "whatever"));
      String path = protocol.path("callout?x=" + answer);
      int mark = stage.mark();
      Message response =
          stage.send(
              protocol, "http-auth-callout", Request.get(path).header("authorization", "good"));
      assertThat(response.status()).isEqualTo(status);
      assertThat(response.text()).isEqualTo(body);
      Message call = stage.upstream().take("/auth").awaitEnd();
      assertThat(call.header(":method")).isEqualTo("GET");
      assertThat(call.header("authorization")).isEqualTo("good");
      assertThat(call.header("x-original-path")).isEqualTo(path);
      if (answer == 500) {
        stage.awaitLog(mark, "authserver gave no answer: status 500");
      }
      if (status == 200) {
        stage.upstream().take(path);
      } else {
        assertThat(stage.upstream().hasReceived(path)).isFalse();
      }
    }
  }

  @Test
  void shouldAnswer503WhenTheAuthserverIsSilent() {
    CountDownLatch end = new CountDownLatch(1);
    stage
        .upstream()
        .on(
            "/auth",
            (request, response) -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    int mark = stage.mark();
    Message response = stage.send(Protocol.HTTP_1, "http-auth-callout", Request.get("/h1/silent"));
    end.countDown();
    stage.upstream().take("/auth");
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.text()).isEqualTo("Authorization is not available");
    stage.awaitLog(mark, "authserver gave no answer: status 504");
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountByValueWhenTheHeaderIsThere(Protocol protocol) {
    String value = "foo-" + protocol;
    for (int i = 0; i < 3; i++) {
      Request request = Request.get(protocol.path("metrics")).header("my-custom-header", value);
      assertThat(stage.send(protocol, "metrics", request).status()).isEqualTo(200);
    }
    String counter = "wasmcustom.custom_header_value_counts_value=";
    assertThat(stage.send(protocol, "metrics", Request.get(protocol.path("m"))).status())
        .isEqualTo(200);
    String reporter = "_reporter=wasmjavasdk";
    stage.awaitStat(counter + value + reporter, 3);
    stage.send(
        protocol,
        "metrics",
        Request.get(protocol.path("m")).header("my-custom-header", "x".repeat(33)));
    assertThat(stage.stat(counter + "other" + reporter)).isBetween(1L, 2L);
  }

  @ParameterizedTest
  @EnumSource
  void shouldObeyItsConfigurationWhenRequestsCome(Protocol protocol) {
    stage.awaitLog(0, "blocked paths: 2");
    Message free = stage.send(protocol, "configuration", Request.get(protocol.path("free")));
    assertThat(free.status()).isEqualTo(200);
    assertThat(free.header("x-team")).isEqualTo("blue");
    Message blocked =
        stage.send(protocol, "configuration", Request.get(protocol.path("admin/users")));
    assertThat(blocked.status()).isEqualTo(451);
    assertThat(blocked.text()).isEqualTo("Blocked");
    assertThat(blocked.header("x-team")).isEqualTo("blue");
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
          """)
  void shouldRefuseToStartWhenTheConfigurationIsWrong(String configuration, String reason) {
    assertRefused(plugin -> plugin.configuration(configuration), reason);
  }

  @Test
  void shouldRefuseToStartWhenThereIsNoConfiguration() {
    assertRefused(plugin -> plugin, "$.header: missing: expected a text like [A-Za-z0-9-]+");
  }

  private static void assertRefused(
      UnaryOperator<EnvoyPlugin.Builder> configuration, String reason) {
    int mark = stage.mark();
    EnvoyPlugin plugin =
        configuration.apply(EnvoyPlugin.builder("refused", code("configuration"))).build();
    assertThat(stage.refusal(plugin)).contains("Unable to create Wasm");
    assertThat(stage.said(mark))
        // As Java it has a stack trace, too.
        .anySatisfy(
            line ->
                assertThat(line.lines().findFirst().orElse(""))
                    .endsWith(": configuration refused: " + reason));
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellTheLanguageWhenItIsKotlin(Protocol protocol) {
    String path = protocol.path("kotlin");
    int mark = stage.mark();
    Message german =
        stage.send(
            protocol, "kotlin-headers", Request.get(path).header("accept-language", "DE,en"));
    assertThat(german.status()).isEqualTo(200);
    assertThat(german.header("x-powered-by")).isEqualTo("kotlin");
    assertThat(german.header("content-language")).isEqualTo("de");
    assertThat(stage.upstream().take(path).awaitEnd().header("x-language")).isEqualTo("de");
    stage.awaitLog(mark, "language de");
    assertThat(stage.send(protocol, "kotlin-headers", Request.get(path)).header("content-language"))
        .isEqualTo("en");
    stage.upstream().take(path);
  }

  @Test
  void shouldBeSmallWhenItIsBuilt() throws IOException {
    assertThat(size("hello-world")).isLessThanOrEqualTo(16 * 1024L);
    assertThat(size("header-auth")).isLessThanOrEqualTo(14 * 1024L);
  }

  private static long size(String example) throws IOException {
    return Files.size(Path.of("..", "examples", example, "target", "plugin.wasm"));
  }
}
