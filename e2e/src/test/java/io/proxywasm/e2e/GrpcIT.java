package io.proxywasm.e2e;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.GrpcFrames;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Outbox;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestClient;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.e2e.plugins.GrpcPlugin;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plugins that call gRPC services. */
class GrpcIT extends OnEachHost {
  private static final String PLUGIN = "GrpcPlugin";
  private static final CountDownLatch END = new CountDownLatch(1);
  private static final BlockingQueue<Outbox> OPEN = new LinkedBlockingQueue<>();

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage = Stage.on(host).plugin(GrpcPlugin.class).start();
    service("Ok", GrpcFrames.reply(0, "", "answer \u00e4"));
    service("Other", GrpcFrames.reply(0, "", "other"));
    service("Large", GrpcFrames.reply(0, "", "x".repeat(300_000)));
    service("Fails", GrpcFrames.reply(7, "go away"));
    service("Plain", TestUpstream.reply(200, "no gRPC"));
    service("Slow", (request, response) -> await(END));
    service(
        "Cut",
        (request, response) -> {
          request.awaitEnd();
          GrpcFrames.head(response);
          response.data(new byte[] {0, 0, 0, 0, 9, 'h'}, false);
          response.reset();
        });
    service(
        "Stream",
        (request, response) -> {
          GrpcFrames.head(response);
          request.awaitEnd();
          GrpcFrames.messages(request.awaitEnd())
              .forEach(message -> response.data(GrpcFrames.frame("<" + message + ">"), false));
          GrpcFrames.status(response, 0, "");
        });
    service(
        "StreamFails",
        (request, response) -> {
          GrpcFrames.head(response);
          response.data(GrpcFrames.frame("first"), false);
          GrpcFrames.status(response, 9, "no more");
        });
    service(
        "StreamThrows",
        (request, response) -> {
          GrpcFrames.head(response);
          response.data(GrpcFrames.frame("first"), false);
        });
    service(
        "Gone",
        (request, response) -> {
          GrpcFrames.head(response);
          OPEN.add(response);
        });
    stage
        .upstream()
        .on(
            "/test.Items/Typed",
            (request, response) -> {
              byte[] item = request.awaitEnd().body();
              GrpcFrames.head(response);
              boolean bad =
                  new String(item, java.nio.charset.StandardCharsets.UTF_8).contains("bad");
              response.data(bad ? GrpcFrames.frame(new byte[] {10, 99, 0}) : item, false);
              GrpcFrames.status(response, 0, "");
            });
  }

  private static void service(String method, TestUpstream.Script script) {
    stage.upstream().on("/test.Service/" + method, script);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    END.countDown();
    if (stage != null) {
      stage.close();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Message send(String name) {
    return stage.send(
        Protocol.HTTP_1, PLUGIN, Request.get(Protocol.HTTP_1.path(name)).header("case", name));
  }

  private static String result(String name) {
    Message response = send(name);
    assertThat(response.status()).describedAs(() -> "" + stage.said(0)).isEqualTo(200);
    return requireNonNullElse(
        stage.upstream().take(Protocol.HTTP_1.path(name)).awaitEnd().header("result"), "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ok | answer \u00e4",
        "fails | 7 go away{via_upstream}",
        "unknown | HostcallException: proxy_grpc_call(nowhere): PARSE_FAILURE",
        "large | 300000",
        "all | answer \u00e4 other",
        "typed | n\u00e4me -5",
        "malformed | IllegalArgumentException: malformed message of Protocol Buffers before byte 2",
        "stream | i <one> <> <two> t",
        "stream-fails | [first] test.Service/StreamFails: gRPC status 9, no more{via_upstream}",
        "stream-unknown | HostcallException: proxy_grpc_stream(nowhere): PARSE_FAILURE",
        "stream-throws | IllegalStateException: thrown at first",
        "stream-cancel | over true",
      })
  void shouldContinueWhenTheCallIsOver(String name, String result) {
    assertThat(result(name)).isEqualTo(result);
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @CsvSource({"refused, 14", "slow, 14", "cut, 13", "no-grpc, 13"})
  void shouldSayWhyWhenNoAnswerComes(String name, String status) {
    assertThat(result(name)).startsWith(status + " ");
    stage.assertVmsLive();
  }

  @Test
  void shouldSendMetadataAndTheMessage() {
    service("Ok", GrpcFrames.reply(0, "", "answer \u00e4"));
    while (stage.upstream().hasReceived("/test.Service/Ok")) {
      stage.upstream().take("/test.Service/Ok");
    }
    result("ok");
    Message call = stage.upstream().take("/test.Service/Ok").awaitEnd();
    assertThat(call.header("content-type")).isEqualTo("application/grpc");
    assertThat(call.header("te")).isEqualTo("trailers");
    assertThat(call.header("x-call")).isEqualTo("\u00e4");
    assertThat(GrpcFrames.messages(call)).containsExactly("question");
  }

  @Test
  void shouldFailTheStreamWhenTheCallFails() {
    int mark = stage.mark();
    assertThat(send("denied").status()).isEqualTo(500);
    assertThat(stage.awaitLog(mark, "onRequestHeaders failed"))
        .contains("GrpcException: test.Service/Fails: gRPC status 7, go away");
  }

  @Test
  void shouldCancelTheStreamWhenItsOwnerIsGone() throws InterruptedException {
    int mark = stage.mark();
    try (TestClient client = stage.newClient(Protocol.HTTP_1, PLUGIN)) {
      TestClient.Exchange unused = client.begin(Request.get("/gone").header("case", "gone"));
      stage.upstream().take("/test.Service/Gone");
    }
    Outbox open = OPEN.take();
    stage.awaitLog(mark, "stream gone");
    open.data(GrpcFrames.frame("late"), false);
    assertThat(result("ok")).isEqualTo("answer \u00e4");
    assertThat(stage.said(mark)).containsExactly("stream gone");
    stage.assertVmsLive();
  }

  @Test
  void shouldAnswerInGrpcWhenTheClientSpeaksIt() {
    Message response =
        stage.send(
            Protocol.HTTP_2,
            PLUGIN,
            Request.get("/h2/local")
                .header("case", "local")
                .header("content-type", "application/grpc"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("grpc-status")).isEqualTo("7");
    assertThat(response.header("grpc-message")).isEqualTo("not you");
    assertThat(response.header("own")).isEqualTo("1");
  }
}
