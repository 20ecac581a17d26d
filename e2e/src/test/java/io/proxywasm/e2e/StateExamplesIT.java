package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.envoy.EnvoyListener;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.EnvoyRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
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

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    Stage.Builder builder = Stage.on(host);
    for (String name : new String[] {"foreign-call-on-tick", "postpone-requests", "shared-data"}) {
      builder.listener(name, Example.plugin(name).build());
    }
    stage =
        builder
            .listener("canary", Example.plugin("http-routing").configuration("2").build())
            .listener("primary", Example.plugin("http-routing").configuration("1").build())
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
  void shouldChangeTheAuthorityWhenTheValueIsEven(Protocol protocol) {
    String path = protocol.path("routing");
    stage.send(protocol, "primary", Request.get(path));
    String primary = stage.upstream().take(path).awaitEnd().header(":authority");
    stage.send(protocol, "canary", Request.get(path));
    String canary = stage.upstream().take(path).awaitEnd().header(":authority");
    assertThat(primary).doesNotContain("-canary");
    assertThat(canary).endsWith("-canary");
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
