package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Field;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Outbox;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestClient;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.e2e.plugins.CalloutPlugin;
import io.proxywasm.envoy.EnvoyPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers of the plugin's own, and requests of the plugin's own. */
class CalloutIT extends OnEachHostAndAsJava {

  private static final String PLUGIN = "CalloutPlugin";

  @TempDir private static Path directory;

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    EnvoyPlugin plugin =
        EnvoyPlugin.builder(PLUGIN, TestPlugin.code(CalloutPlugin.class)).vmId(PLUGIN).build();
    stage =
        Stage.on(host)
            .listener(
                PLUGIN,
                listener ->
                    listener.accessLog(
                        directory.resolve("access"), "%REQ(:PATH)% %RESPONSE_CODE_DETAILS%"),
                plugin)
            .start();
    stage.upstream().on("/call", TestUpstream.reply(200, "answer", new Field("answer", "a")));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  private static Message send(Protocol protocol, String name) {
    return stage.send(protocol, PLUGIN, request(protocol, name));
  }

  private static Request request(Protocol protocol, String name) {
    return Request.get(protocol.path(name)).header("case", name);
  }

  /** What reached the upstream when the plugin let the request pass. */
  private static Message passed(Protocol protocol, String name) {
    assertThat(send(protocol, name).status()).isEqualTo(200);
    return stage.upstream().take(protocol.path(name)).awaitEnd();
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerByItselfWhenAsked(Protocol protocol) {
    Message response = send(protocol, "respond");
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.headers("own")).containsExactly("1", "2");
    assertThat(response.headers("content-type")).containsExactly("application/json");
    assertThat(response.text()).isEqualTo("{\"answer\": \"\u00e4\"}");
    assertThat(response.header("content-length")).isEqualTo("16");
    assertThat(response.header("seen")).isEqualTo("false");
    assertThat(stage.upstream().hasReceived(protocol.path("respond"))).isFalse();
    awaitAccessLog(protocol.path("respond") + " not_allowed_here");
  }

  private static void awaitAccessLog(String line) {
    stage.await(
        "access log line " + line,
        () -> {
          // Envoy writes access logs late, but at once when it is told to open them anew.
          stage.host().adminPost("reopen_logs");
          return accessLog().contains(line);
        });
  }

  private static List<String> accessLog() {
    Path file = directory.resolve("access");
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerWithoutABodyWhenThereIsNone(Protocol protocol) {
    Message response = send(protocol, "respond-empty");
    assertThat(response.status()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(response.header("seen")).isEqualTo("true");
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerWithBytesWhenTheyAreNoText(Protocol protocol) {
    Message response = send(protocol, "respond-bytes");
    assertThat(response.body()).containsExactly(0, 1, 2, -1);
    assertThat(response.header("content-type")).isEqualTo("text/plain");
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerWithAMegabyteWhenItIsThatMuch(Protocol protocol) {
    assertThat(send(protocol, "respond-large").text()).isEqualTo("x".repeat(1_000_000));
  }

  @Test
  void shouldAnswerWithAGrpcStatusWhenTheClientSpeaksGrpc() {
    Message response =
        stage.send(
            Protocol.HTTP_2,
            PLUGIN,
            request(Protocol.HTTP_2, "respond-grpc").header("content-type", "application/grpc"));
    assertThat(response.header("grpc-status")).isEqualTo("7");
    assertThat(response.header("grpc-message")).isEqualTo("no");
  }

  @ParameterizedTest
  @EnumSource
  void shouldReplaceTheResponseWhenItAnswersInTheResponsePhase(Protocol protocol) {
    Message response = send(protocol, "response-respond");
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.text()).isEqualTo("replaced");
    assertThat(response.header("own")).isEqualTo("1");
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerFromTheBodyCallbackWhenAsked(Protocol protocol) {
    Message response =
        stage.send(
            protocol,
            PLUGIN,
            Request.post(protocol.path("x"), "0123").header("case", "body-respond"));
    assertThat(response.status()).isEqualTo(422);
    assertThat(response.text()).startsWith("got ");
  }

  @ParameterizedTest
  @EnumSource
  void shouldSendAndReceiveEverythingWhenACalloutSucceeds(Protocol protocol) {
    stage
        .upstream()
        .on(
            "/everything",
            (request, response) -> {
              request.awaitEnd();
              response.all(
                  TestUpstream.head(201, new Field("answer", "a"), new Field("answer", "b")),
                  List.of("yes ".getBytes(UTF_8), "\u20ac".getBytes(UTF_8)),
                  List.of(new Field("end", "x")));
            });
    Message response =
        stage.send(protocol, PLUGIN, request(protocol, "ok").header("call", "/everything"));
    assertThat(response.status()).isEqualTo(200);
    Message call = stage.upstream().take("/everything").awaitEnd();
    assertThat(call.header(":method")).isEqualTo("POST");
    assertThat(call.header(":authority")).isEqualTo("callout.example");
    assertThat(call.headers("x-call")).containsExactly("1", "2");
    assertThat(call.text()).isEqualTo("question \u00e4");
    // Envoy takes the trailers of a callout, and sends none.
    assertThat(call.trailers()).isEmpty();
    Message passed = stage.upstream().take(protocol.path("ok")).awaitEnd();
    assertThat(passed.header("status")).isEqualTo("201");
    assertThat(passed.header("failed")).isEqualTo("false");
    assertThat(passed.header("body")).isEqualTo("yes \u20ac");
    assertThat(passed.header("header")).isEqualTo("a[a, b]");
    assertThat(passed.header("missing")).isEqualTo("null");
    assertThat(passed.header("trailer")).isEqualTo("x");
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerWhatTheCalloutAnsweredWhenItDenies(Protocol protocol) {
    stage.upstream().on("/deny", TestUpstream.reply(403, "go away"));
    Message response =
        stage.send(protocol, PLUGIN, request(protocol, "deny").header("call", "/deny"));
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.text()).isEqualTo("go away");
    assertThat(stage.upstream().hasReceived(protocol.path("deny"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void shouldThrowWhenTheClusterIsUnknown(Protocol protocol) {
    assertThat(passed(protocol, "unknown-caught").header("result"))
        .isEqualTo("proxy_http_call(nowhere): BAD_ARGUMENT BAD_ARGUMENT");
    int mark = stage.mark();
    assertThat(send(protocol, "unknown").status()).isEqualTo(500);
    assertThat(stage.awaitLog(mark, "onRequestHeaders failed"))
        .contains("HostcallException: proxy_http_call(nowhere): BAD_ARGUMENT");
  }

  @ParameterizedTest
  @EnumSource
  void shouldSee503WhenTheConnectionIsRefused(Protocol protocol) {
    Message passed = passed(protocol, "refused");
    assertThat(passed.header("status")).isEqualTo("503");
    assertThat(passed.header("failed")).isEqualTo("false");
    assertThat(passed.header("trailer")).isEqualTo("null");
  }

  @ParameterizedTest
  @EnumSource
  void shouldSee504WhenTheCalloutTimesOut(Protocol protocol) {
    CountDownLatch end = new CountDownLatch(1);
    stage.upstream().on("/slow", (request, response) -> await(end));
    Message response =
        stage.send(protocol, PLUGIN, request(protocol, "timeout").header("call", "/slow"));
    end.countDown();
    assertThat(response.status()).isEqualTo(200);
    Message passed = stage.upstream().take(protocol.path("timeout")).awaitEnd();
    assertThat(passed.header("status")).isEqualTo("504");
    assertThat(passed.header("body")).isEqualTo("upstream request timeout");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnWhenTheCalloutIsReset(Protocol protocol) {
    stage
        .upstream()
        .on(
            "/reset",
            (request, response) -> {
              request.awaitEnd();
              response.head(TestUpstream.head(200), false);
              response.data("half", false);
              response.reset();
            });
    Message response =
        stage.send(protocol, PLUGIN, request(protocol, "reset").header("call", "/reset"));
    assertThat(response.status()).isEqualTo(200);
    Message passed = stage.upstream().take(protocol.path("reset")).awaitEnd();
    assertThat(passed.header("failed")).isEqualTo("true");
    assertThat(passed.header("status")).isEqualTo("0");
    assertThat(passed.header("failure")).isEqualTo("11 reset");
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotCallBackWhenTheStreamIsGone(Protocol protocol) {
    CountDownLatch go = new CountDownLatch(1);
    String path = "/gone-" + protocol;
    stage
        .upstream()
        .on(
            path,
            (request, response) -> {
              await(go);
              response.head(TestUpstream.head(200), true);
            });
    int mark = stage.mark();
    long before = responses();
    try (TestClient client = stage.newClient(protocol, PLUGIN)) {
      TestClient.Exchange unused = client.begin(request(protocol, "gone").header("call", path));
      stage.upstream().take(path);
    }
    stage.awaitLog(mark, "stream gone");
    go.countDown();
    stage.awaitStat("cluster.upstream.upstream_rq_completed", before + 1);
    assertThat(passed(protocol, "next").status()).isZero();
    assertThat(stage.said(mark)).noneMatch(line -> line.contains("called though gone"));
    stage.assertVmsLive();
  }

  private static long responses() {
    return stage.stat("cluster.upstream.upstream_rq_completed");
  }

  @ParameterizedTest
  @EnumSource
  void shouldChainWhenOneCalloutFollowsAnother(Protocol protocol) {
    stage.upstream().on("/chain", TestUpstream.reply(200, "first"));
    stage.upstream().on("/chain?first", TestUpstream.reply(200, "second"));
    stage.send(protocol, PLUGIN, request(protocol, "two").header("call", "/chain"));
    assertThat(stage.upstream().take(protocol.path("two")).awaitEnd().header("body"))
        .isEqualTo("second");
  }

  @ParameterizedTest
  @EnumSource
  void shouldCollectAllWhenSeveralCalloutsAreUnderWay(Protocol protocol) {
    for (int i = 0; i < 3; i++) {
      stage.upstream().on("/all?" + i, TestUpstream.reply(200, "" + i));
    }
    stage.send(protocol, PLUGIN, request(protocol, "parallel").header("call", "/all"));
    String result =
        String.valueOf(
            stage.upstream().take(protocol.path("parallel")).awaitEnd().header("result"));
    assertThat(result.chars().mapToObj(c -> (char) c)).containsExactlyInAnyOrder('0', '1', '2');
  }

  @ParameterizedTest
  @EnumSource
  void shouldLetTheRequestPassWhenItDoesNotWait(Protocol protocol) throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    stage
        .upstream()
        .on(
            "/no-wait",
            (request, response) -> {
              await(go);
              response.head(TestUpstream.head(200), true);
            });
    int mark = stage.mark();
    String path = protocol.path("no-wait");
    java.util.concurrent.BlockingQueue<Outbox> open =
        new java.util.concurrent.LinkedBlockingQueue<>();
    stage.upstream().on(path, (request, response) -> open.add(response));
    TestClient.Exchange exchange =
        stage
            .client(protocol, PLUGIN)
            .begin(request(protocol, "no-wait").header("call", "/no-wait"));
    stage.upstream().take(path).awaitEnd();
    go.countDown();
    stage.awaitLog(mark, "later 200");
    open.take().head(TestUpstream.head(200), true);
    assertThat(exchange.response().awaitEnd().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void shouldHoldTheResponseWhenACalloutIsMadeInTheResponsePhase(Protocol protocol) {
    Message response = send(protocol, "response-call");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("late")).isEqualTo("answer");
    assertThat(response.text()).isEqualTo("ok");
  }

  @ParameterizedTest
  @EnumSource
  void shouldSendTheRequestsBodyOnWhenItIsPaused(Protocol protocol) {
    Message response =
        stage.send(
            protocol,
            PLUGIN,
            Request.post(protocol.path("body-call"), "ab", "cd").header("case", "body-call"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(stage.upstream().take(protocol.path("body-call")).awaitEnd().text())
        .isEqualTo("abcd");
  }
}
