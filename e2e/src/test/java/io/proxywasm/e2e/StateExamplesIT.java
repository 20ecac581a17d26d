package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.envoy.EnvoyCluster;
import io.proxywasm.envoy.EnvoyListener;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.EnvoyRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples with ticks, shared state, routes and properties do what their READMEs say. */
class StateExamplesIT extends OnEachHost {
  private static Stage stage;

  /** Where requests go whose authority ends in {@code -canary}. */
  private static TestUpstream canaries;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    canaries = new TestUpstream();
    Stage.Builder builder =
        Stage.on(host)
            .cluster(EnvoyCluster.of("canaries", "127.0.0.1", canaries.port(Protocol.HTTP_1)));
    for (String name : new String[] {"foreign-call-on-tick", "postpone-requests", "shared-data"}) {
      builder.listener(name, Example.plugin(name).build());
    }
    stage =
        builder
            .listener(routing("canary", plugin -> plugin.configuration("2")))
            .listener(routing("primary", plugin -> plugin.configuration("1")))
            .listener(routing("dice", plugin -> plugin))
            .listener(
                "access-logger",
                Example.plugin("access-logger")
                    .configuration("{\"headers\": [\"user-agent\"], \"minStatus\": 100}")
                    .build())
            .listener(
                EnvoyListener.http("properties")
                    .plugin(Example.plugin("properties").build())
                    .route(
                        EnvoyRoute.toCluster("/h1/closed", Stage.UPSTREAM)
                            .withMetadata("envoy.filters.http.wasm", Map.of("auth", "cookie")))
                    .route(EnvoyRoute.toCluster("/", Stage.UPSTREAM))
                    .build())
            .listener(
                "receiver", receiver("http_request_headers"), receiver("http_response_headers"))
            .listener("sender", Example.plugin("shared-queue/sender").configuration("http").build())
            .start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
    if (canaries != null) {
      canaries.close();
    }
  }

  private static EnvoyListener routing(String name, UnaryOperator<EnvoyPlugin.Builder> settings) {
    return EnvoyListener.http(name)
        .plugin(settings.apply(Example.plugin("http-routing")).build())
        .route(EnvoyRoute.toCluster("/", "canaries").forDomain("*-canary"))
        .route(EnvoyRoute.toCluster("/", Stage.UPSTREAM))
        .build();
  }

  private static EnvoyPlugin receiver(String queue) {
    return EnvoyPlugin.builder("receiver-" + queue, Example.code("shared-queue/receiver"))
        .vmId("receiver")
        .configuration(queue)
        .build();
  }

  private static Message send(String listener, String path) {
    return stage.send(Protocol.HTTP_1, listener, Request.get(path));
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoToTheOtherClusterWhenTheValueIsEven(Protocol protocol) {
    String path = protocol.path("routing");
    stage.upstream().on(path, TestUpstream.reply(200, "the primary"));
    canaries.on(path, TestUpstream.reply(200, "a canary"));
    assertThat(stage.send(protocol, "primary", Request.get(path)).text()).isEqualTo("the primary");
    assertThat(stage.upstream().take(path).awaitEnd().header(":authority"))
        .isEqualTo("test.example");
    assertThat(canaries.hasReceived(path)).isFalse();
    assertThat(stage.send(protocol, "canary", Request.get(path)).text()).isEqualTo("a canary");
    assertThat(canaries.take(path).awaitEnd().header(":authority"))
        .isEqualTo("test.example-canary");
    assertThat(stage.upstream().hasReceived(path)).isFalse();
    for (int i = 0; i < 10; i++) {
      int mark = stage.mark();
      String answer = stage.send(protocol, "dice", Request.get(path)).text();
      long value = Long.parseLong(stage.awaitLog(mark, "value: ").substring("value: ".length()));
      assertThat(answer).isEqualTo(value % 2 == 0 ? "a canary" : "the primary");
    }
  }

  @Test
  void shouldResumeWhenItTicks() {
    int mark = stage.mark();
    Message response = send("postpone-requests", "/h1/postpone");
    assertThat(response.status()).isEqualTo(200);
    String line = stage.awaitLog(mark, "postpone request with contextID=");
    stage.awaitLog(mark, line.replace("postpone", "resume")::equals);
  }

  @Test
  void shouldCompressWhenItTicks() throws DataFormatException {
    String line = stage.awaitLog(0, "foreign function (compress) called: 2, result: ");
    Inflater inflater = new Inflater();
    inflater.setInput(HexFormat.of().parseHex(line.substring(line.lastIndexOf(' ') + 1)));
    byte[] text = new byte[100];
    int size = inflater.inflate(text);
    inflater.end();
    assertThat(new String(text, 0, size, UTF_8)).isEqualTo("hello world!");
  }

  @Test
  void shouldRequireTheHeaderWhenTheRouteNamesIt() {
    int mark = stage.mark();
    assertThat(send("properties", "/h1/open").status()).isEqualTo(200);
    stage.awaitLog(mark, "no auth header for route");
    Message refused = send("properties", "/h1/closed");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text()).isEmpty();
    stage.awaitLog(mark, "auth header is \"cookie\"");
    Request allowed = Request.get("/h1/closed").header("cookie", "a=1");
    assertThat(stage.send(Protocol.HTTP_1, "properties", allowed).status()).isEqualTo(200);
    stage.awaitLog(mark, " finished");
  }

  @Test
  void shouldCountWhenRequestsCome() {
    int mark = stage.mark();
    for (int i = 0; i < 5; i++) {
      assertThat(send("shared-data", "/h1/shared").status()).isEqualTo(200);
    }
    stage.awaitLog(mark, "shared value: 5"::equals);
    assertThat(stage.said(mark))
        .containsSubsequence(
            "shared value: 1",
            "shared value: 2",
            "shared value: 3",
            "shared value: 4",
            "shared value: 5");
  }

  @Test
  void shouldTellTheReceiverWhenHeadersPass() {
    int mark = stage.mark();
    Request request = Request.get("/h1/queue").header("x-a", "\"1\"");
    assertThat(stage.send(Protocol.HTTP_1, "sender", request).status()).isEqualTo(200);
    stage.awaitLog(mark, "enqueued data: {\"key\":\"x-a\",\"value\":\"\\\"1\\\"\"}");
    stage.awaitLog(
        mark,
        line ->
            line.contains("dequeued data from http_request_headers(")
                && line.endsWith("): {\"key\":\"x-a\",\"value\":\"\\\"1\\\"\"}"));
    stage.awaitLog(
        mark,
        line ->
            line.contains("dequeued data from http_response_headers(")
                && line.endsWith("): {\"key\":\":status\",\"value\":\"200\"}"));
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @EnumSource
  void shouldLogALineWhenARequestIsOver(Protocol protocol) {
    int mark = stage.mark();
    String path = protocol.path("access");
    Request request = Request.post(path, "12345").header("user-agent", "test");
    assertThat(stage.send(protocol, "access-logger", request).status()).isEqualTo(200);
    assertThat(stage.awaitLog(mark, "\"path\":\"" + path + "\""))
        .startsWith("{\"method\":\"POST\",")
        .contains(
            "\"protocol\":\"HTTP/" + (protocol == Protocol.HTTP_1 ? "1.1" : "2") + "\"",
            "\"source\":\"127.0.0.1:",
            "\"status\":200,\"requestBytes\":5,\"responseBytes\":2,\"micros\":")
        .endsWith(",\"user-agent\":\"test\"}");
  }

  @Test
  void shouldBeSmallWhenTheyAreBuilt() throws IOException {
    for (String folder :
        new String[] {
          "http-auth-random",
          "http-routing",
          "dispatch-call-on-tick",
          "foreign-call-on-tick",
          "multiple-dispatches",
          "network",
          "postpone-requests",
          "properties",
          "shared-data",
          "shared-queue/receiver",
          "shared-queue/sender",
          "grpc-auth-random",
          "tcp-routing",
          "access-logger"
        }) {
      assertThat(Files.size(Path.of("..", "examples", folder, "target", "plugin.wasm")))
          .describedAs(folder)
          .isLessThanOrEqualTo(40 * 1024L);
    }
  }
}
