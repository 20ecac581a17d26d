package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.abi.Status;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Hostcalls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpFilterChainTest {
  private static final int CONTINUE = 0;
  private static final int PAUSE = 1;

  private final TestLoop loop = new TestLoop();
  private final List<String> log = new ArrayList<>();
  private final Host host = TestStream.host(loop, Callouts.NONE, log);

  private TestStream stream(FakePlugin... plugins) {
    return stream(0, plugins);
  }

  private TestStream stream(int limit, FakePlugin... plugins) {
    List<Plugin> started =
        Arrays.stream(plugins).map(each -> host.start(PluginConfig.named("p"), each)).toList();
    return new TestStream(host.httpFilters(loop, started), limit);
  }

  private static int continueRequest(Hostcalls host) {
    return host.continueStream(0);
  }

  @Test
  void shouldPassEverythingWhenNoPluginLooks() {
    TestStream stream = stream(new FakePlugin());
    stream.request(false, ":path", "/").requestBody("in", true);
    stream.response(false, ":status", "200").responseBody("out", true);
    stream.chain.close();
    assertThat(stream.seen)
        .containsExactly(
            "upstream [:path: /]",
            "upstream 'in' end",
            "client [:status: 200]",
            "client 'out' end");
  }

  @Test
  void shouldCallInEnvoysOrderWhenAStreamLives() {
    FakePlugin plugin = new FakePlugin();
    for (Callback each : Callback.values()) {
      plugin.on(each, each == Callback.ON_DONE || each.name().contains("CONFIG") ? 1 : CONTINUE);
    }
    plugin.on(Callback.ON_VM_START, 1);
    TestStream stream = stream(plugin);
    plugin.calls.clear();
    stream.request(true, ":path", "/").response(true, ":status", "200");
    stream.chain.close();
    assertThat(plugin.calls)
        .containsExactly(
            "ContextCreate(2, 1)",
            "RequestHeaders(2, 1, 1)",
            "ResponseHeaders(2, 1, 1)",
            "Log(2)",
            "Done(2)",
            "Delete(2)");
  }

  @Test
  void shouldAskTheLastPluginFirstWhenItIsTheResponse() {
    List<String> order = new ArrayList<>();
    FakePlugin first = new FakePlugin();
    FakePlugin second = new FakePlugin();
    for (FakePlugin each : List.of(first, second)) {
      String name = each == first ? "first" : "second";
      each.on(Callback.ON_REQUEST_HEADERS, (calls, args) -> note(order, name + " request"));
      each.on(Callback.ON_RESPONSE_HEADERS, (calls, args) -> note(order, name + " response"));
    }
    stream(first, second).request(true, ":path", "/").response(true, ":status", "200");
    assertThat(order)
        .containsExactly("first request", "second request", "second response", "first response");
  }

  private static int note(List<String> list, String text) {
    list.add(text);
    return CONTINUE;
  }

  @Test
  void shouldHoldBackTheBodyWhenHeadersPause() {
    FakePlugin plugin =
        new FakePlugin()
            .on(Callback.ON_REQUEST_HEADERS, PAUSE)
            .on(Callback.ON_REQUEST_BODY, CONTINUE)
            .on(Callback.ON_TICK, (calls, args) -> continueEffective(calls, 2));
    plugin.on(Callback.ON_VM_START, (calls, args) -> 1 + calls.setTickPeriodMilliseconds(5));
    TestStream stream = stream(plugin);
    stream.request(false, ":path", "/").requestBody("one", false).requestBody("two", true);
    assertThat(stream.seen).isEmpty();
    loop.advance(5, TimeUnit.MILLISECONDS);
    assertThat(stream.seen).containsExactly("upstream [:path: /]", "upstream 'onetwo' end");
    assertThat(plugin.calls).contains("RequestBody(2, 6, 1)");
  }

  private static int continueEffective(Hostcalls calls, int context) {
    assertThat(calls.setEffectiveContext(context)).isEqualTo(Status.OK.code());
    return continueRequest(calls);
  }

  @Test
  void shouldGiveTheWholeBodyWhenItWasPaused() {
    List<String> bodies = new ArrayList<>();
    FakePlugin plugin =
        new FakePlugin()
            .on(
                Callback.ON_REQUEST_BODY,
                (calls, args) -> {
                  assertThat(calls.getBufferBytes(0, 0, Integer.MAX_VALUE)).isZero();
                  bodies.add(args[1] + " " + new String(calls.output().toByteArray(), UTF_8));
                  if (args[2] == 0) {
                    return PAUSE;
                  }
                  return calls.setBufferBytes(0, 0, args[1], "all".getBytes(UTF_8));
                });
    TestStream stream = stream(plugin);
    stream.request(false, ":path", "/").requestBody("one", false).requestBody("two", false);
    stream.requestBody("", true);
    assertThat(bodies).containsExactly("3 one", "6 onetwo", "6 onetwo");
    assertThat(stream.seen).containsExactly("upstream [:path: /]", "upstream 'all' end");
  }

  @Test
  void shouldAnswer413WhenThePausedBodyIsTooLarge() {
    FakePlugin plugin = new FakePlugin().on(Callback.ON_REQUEST_BODY, PAUSE);
    TestStream stream = stream(4, plugin);
    stream.request(false, ":path", "/").requestBody("12345", false);
    assertThat(stream.seen)
        .contains(
            "client [:status: 413, content-length: 17, content-type: text/plain]",
            "client 'Payload Too Large' end");
  }

  @Test
  void shouldStopReadingWhenAStoppedStreamFillsTheBuffer() {
    FakePlugin plugin = new FakePlugin().on(Callback.ON_REQUEST_HEADERS, PAUSE);
    TestStream stream = stream(4, plugin);
    stream.request(false, ":path", "/").requestBody("12345", false);
    assertThat(stream.seen).containsExactly("pause request true");
  }

  @Test
  void shouldPassTheOwnResponseCallbackWhenAPluginAnswers() {
    FakePlugin plugin =
        new FakePlugin()
            .on(
                Callback.ON_REQUEST_HEADERS,
                (calls, args) ->
                    calls.sendLocalResponse(
                        403, "", "no".getBytes(UTF_8), HeaderMap.of("X-Why", "because"), -1))
            .on(
                Callback.ON_RESPONSE_HEADERS,
                (calls, args) -> calls.addHeaderMapValue(2, "X-Seen", "yes"));
    TestStream stream = stream(plugin).request(true, ":path", "/");
    assertThat(stream.seen)
        .containsExactly(
            "upstream reset",
            "client [:status: 403, x-why: because, content-length: 2, content-type: text/plain,"
                + " x-seen: yes]",
            "client 'no' end");
    assertThat(stream.chain.info().responseCodeDetails()).isEmpty();
  }

  @Test
  void shouldResetWhenAPluginAnswersAfterTheResponsesHeaders() {
    FakePlugin plugin =
        new FakePlugin()
            .on(
                Callback.ON_RESPONSE_BODY,
                (calls, args) ->
                    calls.sendLocalResponse(500, "late", new byte[0], new HeaderMap(), -1));
    TestStream stream = stream(plugin);
    stream.request(true, ":path", "/").response(false, ":status", "200").responseBody("x", true);
    assertThat(stream.seen)
        .containsExactly("upstream [:path: /] end", "client [:status: 200]", "client reset late");
  }

  @Test
  void shouldAnswerGrpcWhenTheRequestIsGrpc() {
    FakePlugin plugin =
        new FakePlugin()
            .on(
                Callback.ON_REQUEST_HEADERS,
                (calls, args) ->
                    calls.sendLocalResponse(403, "", "a b%".getBytes(UTF_8), new HeaderMap(), 7));
    TestStream stream =
        stream(plugin).request(true, ":path", "/", "content-type", "application/grpc");
    assertThat(stream.seen)
        .containsExactly(
            "upstream reset",
            "client [:status: 200, content-type: application/grpc, grpc-status: 7, grpc-message:"
                + " a b%25] end");
  }

  @Test
  void shouldAnswer503ForEverWhenAPluginTraps() {
    FakePlugin plugin = new FakePlugin().trapOn(Callback.ON_REQUEST_HEADERS);
    Plugin started = host.start(PluginConfig.named("p"), plugin);
    HttpFilters filters = host.httpFilters(loop, List.of(started));
    for (int i = 0; i < 2; i++) {
      TestStream stream = new TestStream(filters, 0).request(true, ":path", "/");
      assertThat(stream.seen).containsExactly("upstream reset", "client [:status: 503] end");
      assertThat(stream.chain.info().responseCodeDetails()).isEqualTo("wasm_fail_stream");
      stream.chain.close();
    }
    assertThat(plugin.calls).hasSize(1);
    assertThat(log).containsExactly("ERROR wasm: trapped in proxy_on_request_headers");
  }

  private static PluginConfig policy(FailurePolicy policy) {
    return PluginConfig.builder("p").failurePolicy(policy).build();
  }

  @Test
  void shouldPassTheNextStreamWhenThePolicyIsOpen() {
    FakePlugin plugin = new FakePlugin().trapOn(Callback.ON_REQUEST_HEADERS);
    Plugin started = host.start(policy(FailurePolicy.FAIL_OPEN), plugin);
    HttpFilters filters = host.httpFilters(loop, List.of(started));
    TestStream trapped = new TestStream(filters, 0).request(true, ":path", "/");
    assertThat(trapped.seen).containsExactly("upstream reset", "client [:status: 503] end");
    TestStream next = new TestStream(filters, 0).request(true, ":path", "/");
    assertThat(next.seen).containsExactly("upstream [:path: /] end");
  }

  @Test
  void shouldPassEachStreamWhenThePolicyIsOpenAtOnce() {
    FakePlugin plugin = new FakePlugin().trapOn(Callback.ON_REQUEST_HEADERS);
    Plugin started = host.start(policy(FailurePolicy.FAIL_OPEN_AT_ONCE), plugin);
    HttpFilters filters = host.httpFilters(loop, List.of(started));
    for (int i = 0; i < 2; i++) {
      TestStream stream = new TestStream(filters, 0).request(true, ":path", "/");
      assertThat(stream.seen).containsExactly("upstream [:path: /] end");
    }
  }

  @Test
  void shouldMakeANewVmWhenThePolicyIsReloadAndTheBackoffIsOver() {
    FakePlugin plugin = new FakePlugin().trapOn(Callback.ON_REQUEST_HEADERS);
    Plugin started = host.start(policy(FailurePolicy.FAIL_RELOAD), plugin);
    HttpFilters filters = host.httpFilters(loop, List.of(started));
    new TestStream(filters, 0).request(true, ":path", "/").chain.close();
    new TestStream(filters, 0).request(true, ":path", "/").chain.close();
    assertThat(plugin.calls).hasSize(1);
    loop.advance(1, TimeUnit.SECONDS);
    plugin.on(Callback.ON_REQUEST_HEADERS, CONTINUE);
    TestStream stream = new TestStream(filters, 0).request(true, ":path", "/");
    assertThat(stream.seen).containsExactly("upstream [:path: /] end");
  }

  @Test
  void shouldFailPausedStreamsWhenTheVmDies() {
    FakePlugin plugin =
        new FakePlugin().on(Callback.ON_REQUEST_HEADERS, PAUSE).trapOn(Callback.ON_TICK);
    plugin.on(Callback.ON_VM_START, (calls, args) -> 1 + calls.setTickPeriodMilliseconds(5));
    TestStream stream = stream(plugin).request(true, ":path", "/");
    loop.advance(5, TimeUnit.MILLISECONDS);
    assertThat(stream.seen).containsExactly("upstream reset", "client [:status: 503] end");
  }

  @Test
  void shouldRefuseToStartWhenAPluginRefusesItsConfiguration() {
    FakePlugin plugin = new FakePlugin().on(Callback.ON_CONFIGURE, 0);
    assertThatThrownBy(() -> host.start(PluginConfig.named("mine"), plugin))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("mine")
        .hasMessageContaining("Failed to configure base Wasm plugin");
  }

  @Test
  void shouldRefuseHeadersWhenTheirTimeIsOver() {
    FakePlugin plugin =
        new FakePlugin()
            .on(
                Callback.ON_RESPONSE_HEADERS,
                (calls, args) -> {
                  assertThat(calls.addHeaderMapValue(0, "x", "y"))
                      .isEqualTo(Status.BAD_ARGUMENT.code());
                  assertThat(calls.getHeaderMapValue(2, "absent"))
                      .isEqualTo(Status.NOT_FOUND.code());
                  assertThat(calls.getHeaderMapPairs(0)).isEqualTo(Status.OK.code());
                  assertThat(calls.output().size()).isZero();
                  return CONTINUE;
                });
    stream(plugin).request(true, ":path", "/").response(true, ":status", "200");
    assertThat(plugin.calls).contains("ResponseHeaders(2, 1, 1)");
    assertThat(log).isEmpty();
  }

  @Test
  void shouldDrainWhenAPluginIsClosed() {
    FakePlugin plugin =
        new FakePlugin()
            .on(Callback.ON_DONE, 1)
            .on(Callback.ON_DELETE, 0)
            .on(Callback.ON_REQUEST_HEADERS, CONTINUE);
    Plugin started = host.start(PluginConfig.named("p"), plugin);
    TestStream stream = new TestStream(host.httpFilters(loop, List.of(started)), 0);
    started.close();
    stream.request(true, ":path", "/");
    assertThat(plugin.calls).containsExactly("RequestHeaders(2, 1, 1)");
    stream.chain.close();
    assertThat(plugin.calls)
        .containsExactly("RequestHeaders(2, 1, 1)", "Done(2)", "Delete(2)", "Done(1)", "Delete(1)");
  }
}
