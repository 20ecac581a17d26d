package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.plugins.GrpcPlugin;
import io.proxywasm.e2e.plugins.QueuePlugins;
import io.proxywasm.e2e.plugins.StagesPlugin;
import io.proxywasm.e2e.plugins.TcpPlugin;
import io.proxywasm.testkit.GrpcCallout;
import io.proxywasm.testkit.HttpCallout;
import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.Mode;
import io.proxywasm.testkit.TcpExchange;
import io.proxywasm.testkit.TestProxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sdk does the same as Java on the JVM and as a module; with a clock that the test moves. */
class ModesTest {
  private static TestProxy proxy(Class<?> plugin, String configuration, Mode mode) {
    return TestProxy.builder()
        .plugin(io.proxywasm.testkit.TestPlugin.of(plugin).configuration(configuration))
        .cluster("upstream")
        .cluster("upstream-h2")
        .mode(mode)
        .build();
  }

  private static HttpRequest request(String name) {
    return HttpRequest.get("/").header("case", name).header("call", "/call");
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldWaitForAllInAnyOrderWhenTheStageIsOfSeveral(Mode mode) {
    try (TestProxy proxy = proxy(StagesPlugin.class, "", mode)) {
      HttpExchange exchange = proxy.begin(request("all"));
      List<HttpCallout> callouts = proxy.httpCallouts();
      assertThat(callouts).hasSize(3);
      for (int i = 2; i >= 0; i--) {
        assertThat(exchange.isRequestPaused()).isTrue();
        callouts.get(i).respond(HttpResponse.of(200, "body" + i).header("answer", "h" + i));
      }
      assertThat(exchange.isRequestPaused()).isFalse();
      assertThat(exchange.upstream().header("result")).isEqualTo("body0h0[]body1h1[]body2h2[]");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldCallNothingWhenTheStreamIsGone(Mode mode) {
    try (TestProxy proxy = proxy(StagesPlugin.class, "", mode)) {
      HttpExchange exchange = proxy.begin(request("gone"));
      exchange.disconnect();
      proxy.httpCallout().respond(HttpResponse.of(200));
      assertThat(proxy.said()).containsExactly("stream gone");
      assertThat(proxy.failures()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldServeThoseWhoStayWhenOneOfThemHasGone(Mode mode) {
    try (TestProxy proxy = proxy(StagesPlugin.class, "", mode)) {
      HttpExchange first = proxy.begin(request("token"));
      HttpExchange second = proxy.begin(request("token"));
      first.disconnect();
      proxy.httpCallout().respond(HttpResponse.of(200, "secret"));
      assertThat(second.upstream().header("result")).isEqualTo("secret");
      assertThat(proxy.begin(request("token")).upstream().header("result")).isEqualTo("secret");
      assertThat(proxy.httpCallouts()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldFailAtTheMillisecondWhenTheTimeIsOver(Mode mode) {
    try (TestProxy proxy = proxy(StagesPlugin.class, "", mode)) {
      HttpExchange exchange = proxy.begin(request("timeout"));
      proxy.advance(Duration.ofMillis(49));
      assertThat(exchange.isRequestPaused()).isTrue();
      proxy.advance(Duration.ofMillis(1));
      assertThat(exchange.isRequestPaused()).isFalse();
      assertThat(exchange.upstream().header("result"))
          .isEqualTo("StageTimeoutException: nothing came in 50 ms");
      proxy.httpCallout().respond(HttpResponse.of(200));
      assertThat(proxy.said()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldTickAsBeforeWhenAStageMeasuresTimeToo(Mode mode) {
    try (TestProxy proxy = proxy(StagesPlugin.class, "70", mode)) {
      HttpExchange delayed = proxy.begin(request("delay"));
      HttpExchange ticked = proxy.begin(request("tick"));
      proxy.advance(Duration.ofMillis(69));
      assertThat(ticked.isRequestPaused()).isTrue();
      proxy.advance(Duration.ofMillis(1));
      assertThat(ticked.upstream().header("result")).isEqualTo("tick");
      proxy.advance(Duration.ofMillis(29));
      assertThat(delayed.isRequestPaused()).isTrue();
      proxy.advance(Duration.ofMillis(1));
      assertThat(delayed.upstream().header("result")).isEqualTo("later");
      HttpExchange again = proxy.begin(request("tick"));
      proxy.advance(Duration.ofMillis(39));
      assertThat(again.isRequestPaused()).isTrue();
      proxy.advance(Duration.ofMillis(1));
      assertThat(again.isRequestPaused()).isFalse();
      HttpExchange last = proxy.begin(request("tick"));
      proxy.advance(Duration.ofMillis(69));
      assertThat(last.isRequestPaused()).isTrue();
      proxy.advance(Duration.ofMillis(1));
      assertThat(last.isRequestPaused()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldSayWhatNobodyWaitedForWhenItFails(Mode mode) {
    try (TestProxy proxy = proxy(StagesPlugin.class, "", mode)) {
      HttpExchange exchange = proxy.begin(request("unhandled"));
      assertThat(exchange.isRequestPaused()).isFalse();
      assertThat(proxy.said())
          .singleElement()
          .asString()
          .contains("a stage that nobody waits for failed in context")
          .contains("proxy_http_call(nowhere): BAD_ARGUMENT");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldHandOverWhatCameMeanwhileWhenAConnectionWaits(Mode mode) {
    try (TestProxy proxy = proxy(TcpPlugin.class, "wait-at-once", mode)) {
      TcpExchange exchange = proxy.connect();
      exchange.send("upper one ");
      exchange.send("two");
      assertThat(exchange.textAtUpstream()).isEmpty();
      proxy.httpCallout().respond(HttpResponse.of(200));
      assertThat(exchange.textAtUpstream()).isEqualTo("UPPER ONE TWO");
      exchange.respond("answer");
      assertThat(exchange.textAtClient()).isEqualTo("answer!");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldAnswerByGrpcWhenTheServiceDoes(Mode mode) {
    try (TestProxy proxy = proxy(GrpcPlugin.class, "", mode)) {
      HttpExchange exchange = proxy.begin(request("ok"));
      GrpcCallout call = proxy.grpcCallout();
      assertThat(call.service()).isEqualTo("test.Service");
      assertThat(new String(call.messages().get(0), UTF_8)).isEqualTo("question");
      call.send("answer".getBytes(UTF_8));
      assertThat(exchange.upstream().header("result")).isEqualTo("answer");
      HttpExchange failing = proxy.begin(request("fails"));
      proxy.grpcCallouts().get(1).close(7, "go away");
      assertThat(failing.upstream().header("result")).isEqualTo("7 go away");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldCloseBothSidesWhenAGrpcStreamEnds(Mode mode) {
    try (TestProxy proxy = proxy(GrpcPlugin.class, "", mode)) {
      HttpExchange exchange = proxy.begin(request("stream"));
      GrpcCallout stream = proxy.grpcCallout();
      assertThat(stream.messages()).hasSize(3);
      stream.send("one".getBytes(UTF_8));
      stream.close(0, "");
      assertThat(exchange.isRequestPaused()).isFalse();
      assertThat(stream.isClosedByPlugin()).isTrue();
      assertThat(exchange.upstream().header("result")).contains("one");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "WASM"})
  void shouldTakeOutInOrderWhenAQueueIsItsOwn(Mode mode) {
    try (TestProxy proxy =
        TestProxy.builder()
            .plugin(io.proxywasm.testkit.TestPlugin.of(QueuePlugins.class).rootId("sender"))
            .mode(mode)
            .build()) {
      assertThat(proxy.begin(request("own")).upstream().header("result"))
          .isEqualTo("null <> second \u00e4 null true");
      assertThat(proxy.begin(request("missing")).upstream().header("result"))
          .isEqualTo("null null");
    }
  }
}
