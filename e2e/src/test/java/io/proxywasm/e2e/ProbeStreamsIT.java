package io.proxywasm.e2e;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.probe.Callback;
import io.proxywasm.e2e.probe.Script;
import io.proxywasm.e2e.probe.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin does to its stream: pause, go on, close, answer. */
class ProbeStreamsIT extends OnEachHost {
  @SuppressWarnings("UnusedVariable") // JUnit reads it.
  private static final List<Callback> CALLBACKS = Probing.STREAM;

  private static Probing probing;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    probing = Probing.on(host);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (probing != null) {
      probing.close();
    }
  }

  static Stream<Arguments> callbacksAndTypes() {
    return CALLBACKS.stream()
        .flatMap(
            callback -> Stream.of(0, 1, 2, 3, 4, -1).map(type -> Arguments.of(callback, type)));
  }

  @ParameterizedTest
  @MethodSource("callbacksAndTypes")
  void shouldGoOnOnlyOnceWhenToldToContinue(Callback callback, int type) {
    Script script = Script.create().on(callback).call("continue_stream", type);
    if (type == 0 && callback.name().startsWith("ON_REQUEST")
        || type == 1 && callback.name().startsWith("ON_RESPONSE")) {
      // Envoy does not look whether the stream waits: it sends parts of it again, or never.
      probing.survive(Protocol.HTTP_1, script);
    } else {
      check("continue-" + callback.shortName() + "-" + type, script);
    }
  }

  @ParameterizedTest
  @MethodSource("callbacksAndTypes")
  void shouldCloseWhenTold(Callback callback, int type) {
    // By HTTP/1.1 Envoy waits for a second before it closes the connection.
    probing.check(
        "close-" + callback.shortName() + "-" + type,
        Protocol.HTTP_2,
        Script.create().on(callback).call("close_stream", type));
  }

  @ParameterizedTest
  @FieldSource("CALLBACKS")
  void shouldAnswerByItselfWhenItCan(Callback callback) {
    check(
        "respond-" + callback.shortName(),
        Script.create()
            .on(callback)
            .call(
                "send_local_response",
                418,
                "some details",
                "body",
                ProbeMapsIT.pairs("own", "1", "own", "2"),
                -1));
  }

  @ParameterizedTest
  @CsvSource({
    "200, 0",
    "204, -1",
    "304, -1",
    "99, -1",
    "0, -1",
    "100, -1",
    "600, -1",
    "1000, -1",
    "-1, -1",
    "200, 16",
    "200, 17",
    "200, 7"
  })
  void shouldAnswerAsFarAsHttpAllowsWhenTheStatusIsStrange(int status, int grpcStatus) {
    check(
        "respond-status-" + status + "-" + grpcStatus,
        Script.create()
            .on(Callback.ON_REQUEST_HEADERS)
            .call("send_local_response", status, "", "body", "", grpcStatus));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "\1\0\0\0\1\0\0\0\1\0\0\0a", "\1\0\0\0\1\0\0\0\1\0\0\0a\0b\0"})
  void shouldAnswerWithoutHeadersWhenTheyCannotBeRead(String headers) {
    check(
        "respond-headers-" + headers.length(),
        Script.create()
            .on(Callback.ON_REQUEST_HEADERS)
            .call("send_local_response", 200, "", "body", headers, -1));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.INCLUDE)
  void shouldTakeTheFirstWhenItAnswersTwice(Protocol protocol) {
    probing.check(
        "respond-twice-" + protocol,
        protocol,
        Script.create()
            .on(Callback.ON_REQUEST_HEADERS)
            .call("send_local_response", 401, "first", "first", "", -1)
            .call("send_local_response", 402, "second", "second", "", -1)
            .call("continue_stream", 0)
            .answer(0));
  }

  @ParameterizedTest
  @FieldSource("CALLBACKS")
  void shouldDoBothWhenItAnswersAndContinues(Callback callback) {
    check(
        "respond-continue-" + callback.shortName(),
        Script.create()
            .on(callback)
            .call("continue_stream", 0)
            .call("continue_stream", 1)
            .call("send_local_response", 418, "", "body", "", -1));
  }

  static Stream<Arguments> callbacksAndAnswers() {
    return CALLBACKS.stream()
        .limit(6)
        .flatMap(
            callback ->
                Stream.of(1, 2, 3, 4, 5, 100, -1).map(answer -> Arguments.of(callback, answer)));
  }

  /** A timer lets the stream go on, in both directions. */
  @ParameterizedTest
  @MethodSource("callbacksAndAnswers")
  void shouldPauseWhenTheAnswerIsNotContinue(Callback callback, int answer) {
    Script script = Script.create();
    int stream = script.scratch(4);
    script
        .on(callback)
        .store(stream, Script.parameter(0))
        .call("set_tick_period_milliseconds", 20)
        .answer(answer)
        .on(Callback.ON_TICK)
        .call("set_tick_period_milliseconds", 0)
        .call("set_effective_context", Script.load(stream))
        .call("continue_stream", callback.name().startsWith("ON_REQUEST") ? 0 : 1)
        .say("ticked");
    String name = "answer-" + callback.shortName() + "-" + answer;
    probing.check(
        name,
        () ->
            withoutTick(
                probing.exchange(
                    Protocol.HTTP_1,
                    Probing.PLUGIN,
                    Probing.request(Protocol.HTTP_1, script),
                    Transcript.logged(Callback.ON_DELETE),
                    "ticked")));
  }

  /** When the stream did not wait, the tick comes at any time. */
  private static List<String> withoutTick(List<String> lines) {
    List<String> result = new ArrayList<>();
    boolean tick = false;
    for (String line : lines) {
      tick = line.startsWith("on_tick") || tick && line.startsWith("  ");
      if (!tick) {
        result.add(line);
      }
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "CONNECT"})
  void shouldCallForHeadersOnlyWhenThereIsNoBody(String method) {
    Script script = Script.create();
    probing.check(
        "method-" + method,
        () ->
            probing.exchange(
                Protocol.HTTP_1,
                new Request(
                        method, Protocol.HTTP_1.path("everything"), List.of(), List.of(), List.of())
                    .header("probe", script.header())));
  }

  private static void check(String name, Script script) {
    probing.check(name, Protocol.HTTP_1, script);
  }
}
