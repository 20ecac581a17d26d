package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Field;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestClient;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.e2e.probe.Callback;
import io.proxywasm.e2e.probe.ProbeModule;
import io.proxywasm.e2e.probe.Script;
import io.proxywasm.e2e.probe.Transcript;
import io.proxywasm.envoy.FailurePolicy;
import io.proxywasm.envoy.WasmCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A trap ends a VM; what becomes of its streams is for the policy to say. */
class TrapsIT extends OnEachHost {
  private static final List<Callback> CALLBACKS =
      Stream.concat(
              Probing.STREAM.stream(), Stream.of(Callback.ON_TICK, Callback.ON_HTTP_CALL_RESPONSE))
          .toList();

  private static Probing probing;

  /** All callbacks with the default; with the other policies a few that stand for all. */
  static Stream<Arguments> cases() {
    return Stream.of(FailurePolicy.values())
        .flatMap(
            policy ->
                CALLBACKS.stream()
                    .filter(
                        callback ->
                            policy == FailurePolicy.FAIL_CLOSED
                                || callback == Callback.ON_REQUEST_HEADERS
                                || callback == Callback.ON_RESPONSE_BODY
                                || callback == Callback.ON_LOG
                                || callback == Callback.ON_TICK)
                    .map(callback -> Arguments.of(policy, callback)));
  }

  private static String listener(FailurePolicy policy, Callback callback) {
    return policy.name().toLowerCase(Locale.ROOT) + "-" + callback.shortName();
  }

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    WasmCode code = WasmCode.bytes(ProbeModule.module());
    Supplier<Stage> stage =
        () -> {
          Stage.Builder builder = Stage.on(host);
          cases()
              .forEach(
                  each -> {
                    FailurePolicy policy = (FailurePolicy) each.get()[0];
                    Callback callback = (Callback) each.get()[1];
                    builder.plugin(
                        listener(policy, callback), code, plugin -> plugin.failurePolicy(policy));
                  });
          return builder.start();
        };
    probing = Probing.of(host, stage);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (probing != null) {
      probing.close();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldDoAsThePolicySaysWhenThePluginTraps(FailurePolicy policy, Callback callback) {
    String listener = listener(policy, callback);
    probing.check("trap-" + listener, () -> trap(listener, callback));
  }

  /** Without a body where it would come at the same time as what traps. */
  private static Request request(String path, Callback callback) {
    return callback == Callback.ON_HTTP_CALL_RESPONSE
        ? Request.get(path)
        : Request.post(path, "hello").trailer("t", "1");
  }

  private static List<String> trap(String listener, Callback callback) {
    Stage stage = probing.stage();
    String path = Protocol.HTTP_2.path(listener);
    stage
        .upstream()
        .on(
            path,
            (request, response) -> {
              request.awaitEnd();
              response.all(
                  TestUpstream.head(200),
                  List.of("answer".getBytes(UTF_8)),
                  List.of(new Field("t", "1")));
            });
    Script script = Script.create();
    script.on(Callback.ON_REQUEST_HEADERS);
    if (callback == Callback.ON_TICK) {
      script.call("set_tick_period_milliseconds", 200);
    } else if (callback == Callback.ON_HTTP_CALL_RESPONSE) {
      script.call(
          "http_call",
          "refused",
          ProbeMapsIT.pairs(":method", "GET", ":path", "/", ":authority", "a"),
          "",
          "",
          1000);
    }
    script.on(callback).trap();
    int mark = stage.mark();
    List<String> lines = new ArrayList<>();
    try (TestClient client = stage.newClient(Protocol.HTTP_2, listener)) {
      lines.add(
          "trap "
              + Probing.text(
                  client.send(request(path, callback).header("probe", script.header()))));
      stage.host().log().await(mark, line -> line.text().startsWith("Function: "), Stage.PATIENCE);
      Message next = client.send(Request.get("/direct"));
      lines.add("next " + Probing.text(next));
      if (listener.startsWith("fail_reload") && callback == Callback.ON_REQUEST_HEADERS) {
        // A VM made a moment ago is not made anew at once.
        Request again = Request.get("/direct").header("probe", script.header());
        lines.add("again " + client.send(again).status());
        lines.add("too early " + client.send(Request.get("/direct")).status());
        stage.await("a new VM", () -> client.send(Request.get("/direct")).status() == 200);
      }
    }
    try (TestClient client = stage.newClient(Protocol.HTTP_1, listener)) {
      lines.add("another connection " + client.send(Request.get("/direct")).status());
    }
    List<String> said =
        stage.lines(mark).stream()
            .filter(line -> line.plugin() && line.source().endsWith(listener))
            .map(io.proxywasm.e2e.host.LogLine::text)
            .toList();
    lines.addAll(0, Transcript.of(said));
    stage.lines(mark).stream()
        .map(io.proxywasm.e2e.host.LogLine::text)
        .filter(text -> text.startsWith("Function: "))
        // The reason and the way there are those of an engine.
        .map(text -> text.replaceAll("(?s) failed: .*", " failed"))
        .forEach(lines::add);
    return lines;
  }
}
