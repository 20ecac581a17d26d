package io.proxywasm.e2e;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestClient;
import io.proxywasm.e2e.plugins.FailingPlugin;
import io.proxywasm.e2e.plugins.StatePlugin;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Metrics, properties, shared data, ticks, logs, and many requests; with two workers. */
class StateIT extends OnEachHostAndAsJava {

  private static final String PLUGIN = "StatePlugin";

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage = Stage.on(host).plugin(StatePlugin.class).workers(2).start();
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

  private static String result(Protocol protocol, String name) {
    Message response = stage.send(protocol, PLUGIN, request(protocol, name));
    assertThat(response.status()).describedAs(() -> "" + stage.said(0)).isEqualTo(200);
    return requireNonNullElse(
        stage.upstream().take(protocol.path(name)).awaitEnd().header("result"), "no result");
  }

  @Test
  void shouldShowMetricsInTheStatsWhenTheyAreUsed() {
    assertThat(result(Protocol.HTTP_1, "metrics")).isEqualTo("0 42 42 7");
    stage.awaitStat("wasmcustom.e2e.counter", 42);
    stage.awaitStat("wasmcustom.e2e.gauge", 7);
    assertThat(result(Protocol.HTTP_2, "metrics")).isEqualTo("42 84 84 7");
    stage.awaitStat("wasmcustom.e2e.counter", 84);
    stage.await(
        "the histogram",
        () -> {
          String shown = stage.host().adminGet("stats?usedonly&filter=wasmcustom.e2e.histogram");
          return shown.contains("P0(nan,7") && shown.contains("P100(nan,9");
        });
  }

  @Test
  void shouldThrowWhenACounterIsToGoDown() {
    int mark = stage.mark();
    assertThat(
            stage
                .send(Protocol.HTTP_1, PLUGIN, request(Protocol.HTTP_1, "counter-negative"))
                .status())
        .isEqualTo(500);
    assertThat(stage.awaitLog(mark, "onRequestHeaders failed"))
        .contains("HostcallException: proxy_increment_metric(")
        .contains("-1")
        .contains("BAD_ARGUMENT");
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadPropertiesWhenTheyAreThere(Protocol protocol) {
    Message response = stage.send(protocol, PLUGIN, request(protocol, "properties"));
    String result =
        requireNonNullElse(
            stage.upstream().take(protocol.path("properties")).awaitEnd().header("result"), "");
    assertThat(List.of(result.split("\\|")))
        .startsWith(
            protocol.path("properties"),
            "GET",
            PLUGIN,
            PLUGIN,
            "true",
            "true",
            "false",
            "properties",
            "null",
            "null",
            "false")
        .endsWith(protocol == Protocol.HTTP_1 ? "upstream" : "upstream-h2");
    assertThat(response.header("result")).isEqualTo("200 null");
  }

  @Test
  void shouldSayWhatIsWrongWhenAPropertyIsNoNumber() {
    int mark = stage.mark();
    stage.send(Protocol.HTTP_1, PLUGIN, request(Protocol.HTTP_1, "not-a-number"));
    assertThat(stage.awaitLog(mark, "onRequestHeaders failed"))
        .contains("IllegalStateException")
        .contains("plugin_name");
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadAPropertyWhenItWasSet(Protocol protocol) {
    Message response = stage.send(protocol, PLUGIN, request(protocol, "set-property"));
    Message request = stage.upstream().take(protocol.path("set-property")).awaitEnd();
    assertThat(request.header("result")).isEqualTo("value \u00e4");
    assertThat(response.header("result")).isEqualTo("200 value \u00e4");
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseTheSecondWriteWhenTheValueChangedMeanwhile(Protocol protocol) {
    assertThat(result(protocol, "shared")).isEqualTo("null one true false two");
  }

  @Test
  void shouldLoseNoUpdateWhenWorkersShareData() {
    addFromManyClients(8, 25, k -> "sum");
    assertThat(result(Protocol.HTTP_1, "shared-get")).isEqualTo("200");
  }

  @Test
  void shouldLoseNoUpdateWhenWorkersMakeTheSameValue() {
    addFromManyClients(8, 25, k -> "sum-" + k);
    assertThat(result(Protocol.HTTP_1, "shared-race").strip().split(" "))
        .hasSize(25)
        .containsOnly("8");
  }

  /** Two workers make 100,000 updates of one value at the same time. */
  @Test
  void shouldLoseNoUpdateWhenTwoWorkersContend() {
    Map<String, TestClient> workers = aClientOfEachWorker();
    try {
      AtomicInteger mismatches = new AtomicInteger();
      List<CompletableFuture<?>> all = new ArrayList<>();
      workers.forEach(
          (vm, client) ->
              all.add(
                  CompletableFuture.runAsync(
                      () -> {
                        for (int i = 0; i < 50; i++) {
                          String[] said = contend(client, "contended");
                          assertThat(said[0]).isEqualTo(vm);
                          mismatches.addAndGet(Integer.parseInt(said[1]));
                        }
                      })));
      all.forEach(CompletableFuture::join);
      assertThat(mismatches).hasPositiveValue();
    } finally {
      workers.values().forEach(TestClient::close);
    }
    Request get =
        Request.get(Protocol.HTTP_1.path("contended"))
            .header("case", "shared-get")
            .header("key", "contended");
    assertThat(stage.send(Protocol.HTTP_1, PLUGIN, get).status()).isEqualTo(200);
    assertThat(stage.upstream().take(get.path()).awaitEnd().header("result"))
        .isEqualTo("" + 2 * 50 * StatePlugin.UPDATES);
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeAbsentWhenAValueWasRemoved(Protocol protocol) {
    assertThat(result(protocol, "shared-remove"))
        .isEqualTo(
            "falsetrue falsetrue nullfalse false truetwo null was null null"
                + " an empty shared value is none");
  }

  /** Whatever is made is removed once, and made again only after that. */
  @Test
  void shouldRemoveWhatWasMadeOnceWhenTwoWorkersContend() {
    Map<String, TestClient> workers = aClientOfEachWorker();
    try {
      AtomicInteger made = new AtomicInteger();
      AtomicInteger removed = new AtomicInteger();
      List<CompletableFuture<?>> all = new ArrayList<>();
      workers.forEach(
          (vm, client) ->
              all.add(
                  CompletableFuture.runAsync(
                      () -> {
                        for (int i = 0; i < 20; i++) {
                          String[] said = ask(client, "shared-flip", "flipped");
                          assertThat(said[0]).isEqualTo(vm);
                          made.addAndGet(Integer.parseInt(said[1]));
                          removed.addAndGet(Integer.parseInt(said[2]));
                        }
                      })));
      all.forEach(CompletableFuture::join);
      assertThat(made).hasPositiveValue();
      assertThat(removed).hasValue(made.get());
      // They were in each other's way.
      assertThat(made).hasValueLessThan(2 * 20 * StatePlugin.UPDATES);
    } finally {
      workers.values().forEach(TestClient::close);
    }
  }

  /** Connects until each of the two workers has a connection; the host chooses the worker. */
  private static Map<String, TestClient> aClientOfEachWorker() {
    Map<String, TestClient> clients = new HashMap<>();
    for (int i = 0; i < 100 && clients.size() < 2; i++) {
      TestClient client = stage.newClient(Protocol.HTTP_1, PLUGIN);
      TestClient same = clients.putIfAbsent(contend(client, "warm-up")[0], client);
      if (same != null) {
        client.close();
      }
    }
    assertThat(clients).hasSize(2);
    return clients;
  }

  /** Which VM made a thousand updates, and how often another one was faster. */
  private static String[] contend(TestClient client, String key) {
    return ask(client, "shared-contend", key);
  }

  private static String[] ask(TestClient client, String name, String key) {
    Message response = client.send(Request.get("/direct").header("case", name).header("key", key));
    assertThat(response.status()).isEqualTo(200);
    return response.text().split(" ");
  }

  private static void addFromManyClients(int clients, int each, IntFunction<String> key) {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Protocol protocol = Protocol.values()[i % 2];
      all.add(
          CompletableFuture.runAsync(
              () -> {
                try (TestClient client = stage.newClient(protocol, PLUGIN)) {
                  for (int k = 0; k < each; k++) {
                    Request request =
                        Request.get("/direct")
                            .header("case", "shared-add")
                            .header("key", key.apply(k));
                    assertThat(client.send(request).status()).isEqualTo(200);
                  }
                }
              }));
    }
    all.forEach(CompletableFuture::join);
  }

  @Test
  void shouldTickInEachVmWhenAPeriodIsSet() {
    stage.awaitLog(0, "ticked 3 times");
    // One VM on the main thread, one on each worker; they stop by themselves.
    int first = stage.mark();
    assertThat(stage.said(0)).filteredOn("ticked 3 times"::equals).hasSizeBetween(1, 3);
    assertThat(first).isPositive();
  }

  @Test
  void shouldLogByLevelWhenTheHostAllows() {
    int mark = stage.mark();
    assertThat(result(Protocol.HTTP_1, "log")).isEqualTo("false true");
    stage.awaitLog(mark, "supplied at info");
    assertThat(stage.said(mark))
        .filteredOn(line -> line.contains(" at "))
        .containsExactly(
            "said at info",
            "said at warn",
            "said at error",
            "said at critical",
            "supplied at info");
    try {
      stage.host().adminPost("logging?wasm=debug");
      mark = stage.mark();
      assertThat(result(Protocol.HTTP_1, "log")).isEqualTo("true true");
      stage.awaitLog(mark, "supplied at info");
      assertThat(stage.said(mark)).contains("said at debug", "supplied at debug");
      assertThat(stage.said(mark)).doesNotContain("said at trace");
    } finally {
      stage.host().adminPost("logging?wasm=info");
    }
  }

  @Test
  void shouldMarkTheAbiWhenTheLogLevelIsAsked() {
    assertThat(exports(StatePlugin.class)).contains("proxy_abi_version_0_2_1");
    assertThat(exports(FailingPlugin.class))
        .contains("proxy_abi_version_0_2_0")
        .doesNotContain("proxy_abi_version_0_2_1");
  }

  private static List<String> exports(Class<?> plugin) {
    return WasmModule.read(TestPlugin.module(plugin, false)).exportSection().stream()
        .map(export -> export.name())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void shouldServeAsBeforeWhenThousandsOfRequestsCame(Protocol protocol) {
    try (TestClient client = stage.newClient(protocol, PLUGIN)) {
      assertThat(client.send(Request.get("/direct")).status()).isEqualTo(200);
      long before = stage.stat("wasmcustom.e2e.requests");
      for (int i = 0; i < 2_000; i++) {
        Message response = client.send(Request.get("/direct").header("x", "y".repeat(i % 200)));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("direct");
      }
      assertThat(stage.stat("wasmcustom.e2e.requests")).isEqualTo(before + 2_000);
    }
    stage.assertVmsLive();
  }
}
