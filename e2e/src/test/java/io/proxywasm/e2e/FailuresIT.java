package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Field;
import io.proxywasm.e2e.net.Inbox;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Outbox;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.e2e.plugins.FailingPlugin;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An exception in any callback is logged, costs its own stream at most, and the VM lives on. */
class FailuresIT extends OnEachHostAndAsJava {

  private static final String PLUGIN = "FailingPlugin";

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage = Stage.on(host).plugin(FailingPlugin.class).start();
    for (Protocol protocol : Protocol.values()) {
      stage.upstream().on(protocol.path("full"), FailuresIT::answerWithTrailers);
    }
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  private static void answerWithTrailers(Inbox request, Outbox response) {
    request.awaitEnd();
    response.all(
        TestUpstream.head(200), List.of("part".getBytes(UTF_8)), List.of(new Field("t", "1")));
  }

  private static Request full(Protocol protocol, String fail) {
    return Request.post(protocol.path("full"), "one", "two")
        .trailer("rt", "1")
        .header("fail", fail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"onRequestHeaders", "onRequestBody", "onRequestTrailers", "onResponseHeaders"})
  void shouldAnswer500WhenNothingOfTheResponseHasGone(String callback) {
    for (Protocol protocol : Protocol.values()) {
      int mark = stage.mark();
      Message response = stage.send(protocol, PLUGIN, full(protocol, callback));
      assertThat(response.status()).isEqualTo(500);
      assertThat(response.text()).isEmpty();
      assertLogged(mark, callback, callback);
      assertServes(protocol);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onResponseBody", "onResponseTrailers"})
  void shouldResetTheStreamWhenTheResponseHeadersHaveGone(String callback) {
    for (Protocol protocol : Protocol.values()) {
      int mark = stage.mark();
      Message response = stage.send(protocol, PLUGIN, full(protocol, callback));
      assertThat(response.reset()).describedAs(protocol + " " + response).isTrue();
      assertThat(response.trailers()).isEmpty();
      assertLogged(mark, callback, callback);
      assertServes(protocol);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "onRequestHeaders",
        "onRequestBody",
        "onRequestTrailers",
        "onResponseHeaders",
        "onResponseBody",
        "onResponseTrailers",
        "callout"
      })
  void shouldLetTheStreamPassWhenItFailsOpen(String callback) {
    for (Protocol protocol : Protocol.values()) {
      int mark = stage.mark();
      Message response =
          stage.send(protocol, PLUGIN, full(protocol, callback).header("open", "yes"));
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).isEqualTo("part");
      assertThat(response.trailer("t")).contains("1");
      assertThat(response.reset()).isFalse();
      Message request = stage.upstream().take(protocol.path("full")).awaitEnd();
      assertThat(request.text()).isEqualTo("onetwo");
      assertThat(request.trailer("rt")).contains("1");
      assertLogged(mark, callback.equals("callout") ? "onHttpCallResponse" : callback, callback);
      assertServes(protocol);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onLog", "onDone", "onDelete"})
  void shouldOnlyLogWhenTheStreamIsOver(String callback) {
    for (Protocol protocol : Protocol.values()) {
      int mark = stage.mark();
      Message response = stage.send(protocol, PLUGIN, full(protocol, callback));
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).isEqualTo("part");
      assertLogged(mark, callback, callback);
      assertServes(protocol);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswer500WhenTheCallbackOfACalloutThrows(Protocol protocol) {
    int mark = stage.mark();
    Message response =
        stage.send(protocol, PLUGIN, Request.get(protocol.path("x")).header("fail", "callout"));
    assertThat(response.status()).isEqualTo(500);
    assertLogged(mark, "onHttpCallResponse", "callout");
    assertServes(protocol);
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswer500WhenNoContextCanBeMade(Protocol protocol) {
    int mark = stage.mark();
    stage.send(
        protocol, PLUGIN, Request.get(protocol.path("arm")).header("fail", "createHttpContext"));
    Message response = stage.send(protocol, PLUGIN, Request.get(protocol.path("no-context")));
    assertLogged(mark, "createHttpContext", "createHttpContext");
    assertThat(response.status()).isEqualTo(500);
    assertThat(stage.upstream().hasReceived(protocol.path("no-context"))).isFalse();
    assertServes(protocol);
  }

  @Test
  void shouldGoOnTickingWhenATickThrows() {
    for (int i = 0; i < 2; i++) {
      int mark = stage.mark();
      stage.send(Protocol.HTTP_1, PLUGIN, Request.get("/h1/tick").header("fail", "onTick"));
      assertLogged(mark, "onTick", "onTick");
    }
    assertServes(Protocol.HTTP_1);
  }

  @Test
  void shouldFailClosedWhenFailOpenThrows() {
    int mark = stage.mark();
    Message response =
        stage.send(Protocol.HTTP_1, PLUGIN, Request.get("/h1/x").header("fail", "failOpen"));
    assertThat(response.status()).isEqualTo(500);
    stage.awaitLog(mark, "thrown in failOpen itself");
    assertServes(Protocol.HTTP_1);
  }

  @Test
  void shouldDeleteTheContextWhenItsStreamFailed() {
    int mark = stage.mark();
    stage.send(Protocol.HTTP_1, PLUGIN, Request.get("/h1/x").header("fail", "onRequestHeaders"));
    String line = stage.awaitLog(mark, "onRequestHeaders failed");
    String context = line.replaceAll("(?s).* in context (\\d+): .*", "$1");
    stage.awaitLog(mark, "deleted " + context);
  }

  private static void assertLogged(int mark, String callback, String thrownIn) {
    String line = stage.awaitLog(mark, "thrown in " + thrownIn);
    assertThat(line)
        .matches(
            "(?s)"
                + callback
                + " failed in context \\d+: java\\.lang\\.IllegalStateException: thrown in "
                + thrownIn
                + ".*");
  }

  private static void assertServes(Protocol protocol) {
    Message next = stage.send(protocol, PLUGIN, full(protocol, "").header("next", "1"));
    assertThat(next.status()).isEqualTo(200);
    assertThat(next.header("seen")).isEqualTo("response");
    stage.assertVmsLive();
    drain(protocol);
  }

  private static void drain(Protocol protocol) {
    while (stage.upstream().hasReceived(protocol.path("full"))) {
      stage.upstream().take(protocol.path("full"));
    }
  }
}
