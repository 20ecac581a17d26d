package io.proxywasm.e2e;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Field;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Outbox;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestClient;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.e2e.plugins.StagesPlugin;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that wait for stages. */
class StagesIT extends OnEachHostAndAsJava {
  private static final String PLUGIN = "StagesPlugin";

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage = Stage.on(host).plugin(StagesPlugin.class, p -> p.configuration("20")).start();
    stage.upstream().on("/call", TestUpstream.reply(200, "answer", new Field("answer", "a")));
    for (int i = 0; i < 3; i++) {
      stage.upstream().on("/call?" + i, TestUpstream.reply(200, "" + i, new Field("answer", "x")));
    }
    stage.upstream().on("/call?answer", TestUpstream.reply(200, "second"));
    stage.upstream().on("/deny", TestUpstream.reply(403, "go away"));
    stage
        .upstream()
        .on(
            "/cut",
            (request, response) -> {
              request.awaitEnd();
              response.head(TestUpstream.head(200), false);
              response.data("half", false);
              response.reset();
            });
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  private static Request request(Protocol protocol, String name) {
    return Request.get(protocol.path(name)).header("case", name);
  }

  private static Message send(Protocol protocol, String name, String call) {
    return stage.send(protocol, PLUGIN, request(protocol, name).header("call", call));
  }

  private static String result(Protocol protocol, String name, String call) {
    Message response = send(protocol, name, call);
    assertThat(response.status()).describedAs(() -> "" + stage.said(0)).isEqualTo(200);
    return requireNonNullElse(
        stage.upstream().take(protocol.path(name)).awaitEnd().header("result"), "no result");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "map | 200 answer",
        "value | 200",
        "then | second",
        "nested | nested",
        "with | 01",
        "all | 0x[]1x[]2x[]",
        "all-fails | HostcallException: proxy_http_call(nowhere): BAD_ARGUMENT",
        "any | 1",
        "any-fails | HostcallException: proxy_http_call(elsewhere): BAD_ARGUMENT",
        "recover | HostcallException: proxy_http_call(nowhere): BAD_ARGUMENT",
        "recover-with | answer",
        "throws-recovered | IllegalStateException: thrown in map",
        "in-time | in time",
        "delay | later",
        "tick | tick",
        "pause-self | by itself",
        "at-once | at once",
      })
  void shouldContinueWhenTheStageIsComplete(String name, String result) {
    for (Protocol protocol : Protocol.values()) {
      assertThat(result(protocol, name, "/call")).isEqualTo(result);
    }
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerWhenTheStageSaysSo(Protocol protocol) {
    Message response = send(protocol, "deny", "/deny");
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.text()).isEqualTo("go away");
    Message answered = send(protocol, "answer", "/call");
    assertThat(answered.status()).isEqualTo(418);
    assertThat(answered.text()).isEqualTo("answered");
    assertThat(stage.upstream().hasReceived(protocol.path("answer"))).isFalse();
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unknown | HostcallException: proxy_http_call(nowhere): BAD_ARGUMENT",
        "throws | IllegalStateException: thrown in map",
        "null | NullPointerException",
        "at-once-fails | IllegalStateException: failed at once",
      })
  void shouldFailTheStreamWhenTheStageFails(String name, String said) {
    int mark = stage.mark();
    assertThat(send(Protocol.HTTP_1, name, "/call").status()).isEqualTo(500);
    assertThat(stage.awaitLog(mark, "onRequestHeaders failed")).contains(said);
    assertThat(stage.upstream().hasReceived(Protocol.HTTP_1.path(name))).isFalse();
    stage.assertVmsLive();
  }

  @Test
  void shouldPassWhenTheStageFailsAndTheStreamFailsOpen() {
    assertThat(send(Protocol.HTTP_1, "open", "/call").status()).isEqualTo(200);
  }

  @Test
  void shouldAnswerOnceWhenTheFailureIsAnswered() {
    int mark = stage.mark();
    Message response = send(Protocol.HTTP_1, "on-failure", "/call");
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.text()).isEqualTo("sorry");
    assertThat(stage.said(mark)).noneMatch(line -> line.contains("failed"));
  }

  @Test
  void shouldReachOnFailureWhenAFunctionThrows() {
    int mark = stage.mark();
    Message response = send(Protocol.HTTP_1, "throws-on-failure", "/call");
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.text()).isEqualTo("thrown in map");
    assertThat(stage.said(mark)).noneMatch(line -> line.contains("failed"));
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayWhyWhenTheReplyIsCut(Protocol protocol) {
    assertThat(result(protocol, "cut", "/cut"))
        .isEqualTo("11 no response from upstream: reset (11)");
  }

  @ParameterizedTest
  @EnumSource
  void shouldFailWhenItTakesTooLong(Protocol protocol) {
    CountDownLatch end = new CountDownLatch(1);
    stage.upstream().on("/slow", (request, response) -> await(end));
    try {
      assertThat(result(protocol, "timeout", "/slow"))
          .isEqualTo("StageTimeoutException: nothing came in 50 ms");
    } finally {
      end.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldLogTheFailureWhenNobodyWaits() {
    int mark = stage.mark();
    assertThat(send(Protocol.HTTP_1, "unhandled", "/call").status()).isEqualTo(200);
    assertThat(stage.awaitLog(mark, "a stage that nobody waits for failed"))
        .contains("proxy_http_call(nowhere): BAD_ARGUMENT");
  }

  @Test
  void shouldThrowWhenAResponseIsUsedAfterItsCallback() {
    assertThat(result(Protocol.HTTP_1, "keep", "/call")).isEqualTo("kept");
    int mark = stage.mark();
    assertThat(send(Protocol.HTTP_1, "kept", "/call").status()).isEqualTo(500);
    assertThat(stage.awaitLog(mark, "onRequestHeaders failed"))
        .contains("IllegalStateException: the response of a callout, after its callback");
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotCallTheFunctionsWhenTheStreamIsGone(Protocol protocol) {
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
    long before = stage.stat("cluster.upstream.upstream_rq_completed");
    try (TestClient client = stage.newClient(protocol, PLUGIN)) {
      TestClient.Exchange unused = client.begin(request(protocol, "gone").header("call", path));
      stage.upstream().take(path);
    }
    stage.awaitLog(mark, "stream gone");
    go.countDown();
    stage.await("response", () -> stage.stat("cluster.upstream.upstream_rq_completed") > before);
    assertThat(result(protocol, "map", "/call")).isEqualTo("200 answer");
    assertThat(stage.said(mark)).containsExactly("stream gone");
    stage.assertVmsLive();
  }

  @Test
  void shouldServeAllWhenSeveralStreamsWaitForOneStage() throws InterruptedException {
    BlockingQueue<Outbox> open = new LinkedBlockingQueue<>();
    stage.upstream().on("/token", (request, response) -> open.add(response));
    try (TestClient one = stage.newClient(Protocol.HTTP_1, PLUGIN);
        TestClient two = stage.newClient(Protocol.HTTP_1, PLUGIN)) {
      TestClient three = stage.newClient(Protocol.HTTP_1, PLUGIN);
      TestClient.Exchange first = one.begin(Request.get("/one").header("case", "token"));
      Outbox token = open.take();
      TestClient.Exchange second = two.begin(Request.get("/two").header("case", "token"));
      TestClient.Exchange gone = three.begin(Request.get("/three").header("case", "token"));
      stage.awaitStat("http.StagesPlugin.downstream_rq_active", 3);
      three.close();
      stage.awaitStat("http.StagesPlugin.downstream_rq_active", 2);
      token.head(TestUpstream.head(200), false);
      token.data("secret", true);
      assertThat(first.response().awaitEnd().status()).isEqualTo(200);
      assertThat(second.response().awaitEnd().status()).isEqualTo(200);
      assertThat(gone).isNotNull();
    }
    assertThat(stage.upstream().take("/one").awaitEnd().header("result")).isEqualTo("secret");
    assertThat(stage.upstream().take("/two").awaitEnd().header("result")).isEqualTo("secret");
    assertThat(stage.upstream().hasReceived("/three")).isFalse();
    assertThat(open).isEmpty();
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitWithTheBodyWhenItReturnsAStage(Protocol protocol) {
    Request request = Request.post(protocol.path("body"), "ab", "cd").header("case", "body");
    assertThat(stage.send(protocol, PLUGIN, request).status()).isEqualTo(200);
    assertThat(stage.upstream().take(protocol.path("body")).awaitEnd().text())
        .isEqualTo("abcd and answer");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldHandOverWhatCameMeanwhileWhenTheBodyWaits(boolean trailers)
      throws InterruptedException {
    BlockingQueue<Outbox> open = new LinkedBlockingQueue<>();
    String call = "/meanwhile-" + trailers;
    stage.upstream().on(call, (request, response) -> open.add(response));
    int mark = stage.mark();
    String path = Protocol.HTTP_2.path("body-first");
    Request request =
        Request.post(path, "ab", "cd").header("case", "body-first").header("call", call);
    try (TestClient client = stage.newClient(Protocol.HTTP_2, PLUGIN)) {
      TestClient.Exchange exchange = client.beginHeaders(request);
      exchange.request().data("ab", false);
      Outbox answer = open.take();
      exchange.request().data("cd", !trailers);
      if (trailers) {
        exchange.request().trailers(List.of(new Field("end", "1")));
      }
      answer.head(TestUpstream.head(200), false);
      answer.data("x", true);
      assertThat(exchange.response().awaitEnd().status()).isEqualTo(200);
    }
    assertThat(stage.upstream().take(path).awaitEnd().text()).isEqualTo("abcd|x");
    if (trailers) {
      assertThat(stage.said(mark))
          .containsExactly("2. call: abcd|x false", "trailers after 2 calls");
    } else {
      assertThat(stage.said(mark)).containsExactly("2. call: abcd|x true");
    }
  }

  @Test
  void shouldWaitWithTheTrailersWhenTheyReturnAStage() {
    Request request =
        Request.post(Protocol.HTTP_2.path("trailers"), "ab")
            .header("case", "trailers")
            .trailer("end", "1");
    assertThat(stage.send(Protocol.HTTP_2, PLUGIN, request).status()).isEqualTo(200);
    assertThat(stage.upstream().take(Protocol.HTTP_2.path("trailers")).awaitEnd().trailers())
        .contains(new Field("late", "answer"));
  }

  @ParameterizedTest
  @CsvSource({
    "body-fails, 500, onRequestBody failed",
    "body-answer, 409, ''",
    "trailers-fails, 500, onRequestTrailers failed",
    "trailers-answer, 409, ''"
  })
  void shouldNotReachTheUpstreamsEndWhenTheEndOfTheRequestIsRefused(
      String name, int status, String said) {
    int mark = stage.mark();
    String path = Protocol.HTTP_2.path(name);
    stage.upstream().on(path, (request, response) -> request.awaitEnd());
    Request request = Request.post(path, "ab", "cd").header("case", name);
    if (name.startsWith("trailers")) {
      request = request.trailer("end", "1");
    }
    assertThat(stage.newClient(Protocol.HTTP_2, PLUGIN).send(request).status()).isEqualTo(status);
    if (!said.isEmpty()) {
      assertThat(stage.awaitLog(mark, said)).contains("proxy_http_call(nowhere): BAD_ARGUMENT");
    }
    stage.assertVmsLive();
  }

  @Test
  void shouldWaitWithTheTrailersOfTheResponseWhenTheyReturnAStage() {
    String path = Protocol.HTTP_2.path("response-trailers");
    stage
        .upstream()
        .on(
            path,
            (request, response) -> {
              response.head(TestUpstream.head(200), false);
              response.data("ok", false);
              response.trailers(List.of(new Field("end", "1")));
            });
    Message response =
        stage.send(Protocol.HTTP_2, PLUGIN, request(Protocol.HTTP_2, "response-trailers"));
    assertThat(response.text()).isEqualTo("ok");
    assertThat(response.trailers()).contains(new Field("end", "1"), new Field("late", "answer"));
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @EnumSource
  void shouldHoldTheResponseWhenItReturnsAStage(Protocol protocol) {
    Message late = send(protocol, "response", "/call");
    assertThat(late.status()).isEqualTo(200);
    assertThat(late.header("late")).isEqualTo("answer");
    assertThat(late.text()).isEqualTo("ok");
    assertThat(send(protocol, "response-fails", "/call").status()).isEqualTo(500);
    Message replaced = send(protocol, "response-answer", "/call");
    assertThat(replaced.status()).isEqualTo(502);
    assertThat(replaced.text()).isEqualTo("replaced");
    assertThat(send(protocol, "response-body", "/call").text()).isEqualTo("ok late");
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @ValueSource(strings = "response-body-fails")
  void shouldCutTheResponseWhenItsBodyFails(String name) {
    int mark = stage.mark();
    try (TestClient client = stage.newClient(Protocol.HTTP_2, PLUGIN)) {
      TestClient.Exchange exchange =
          client.begin(request(Protocol.HTTP_2, name).header("call", "/call"));
      assertThat(stage.awaitLog(mark, "onResponseBody failed")).contains("in the body");
      assertThat(exchange.response().awaitEnd().reset()).isTrue();
    }
    stage.assertVmsLive();
  }

  @Test
  void shouldGoOnWhenTheStageBelongsToATick() {
    stage.awaitLog(0, "a tick got 200");
  }
}
