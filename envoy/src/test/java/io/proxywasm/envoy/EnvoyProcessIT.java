package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.ServerSocket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvoyProcessIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void shouldServeWhenReady() throws Exception {
    try (EnvoyProcess envoy = TestEnvoy.launcher().start(TestEnvoy.answering("hello"))) {
      assertThat(TestEnvoy.get(envoy, "/").body()).isEqualTo("hello");
      assertThat(envoy.stats()).containsEntry("http.main.downstream_rq_2xx", 1L);
      assertThat(envoy.stats("^server.live$")).containsOnlyKeys("server.live");
      assertThat(envoy.adminGet("server_info")).contains(EnvoyInstaller.DEFAULT_VERSION);
      assertThat(envoy.usage().cpuTime()).isPositive();
      assertThat(envoy.usage().residentBytes()).isGreaterThan(10_000_000);
    }
  }

  @Test
  void shouldServeHttp2WhenTheClientBeginsWithIt() throws Exception {
    try (EnvoyProcess envoy = TestEnvoy.launcher().start(TestEnvoy.answering("hello"))) {
      var answer = TestEnvoy.send(envoy, HttpRequest.newBuilder().version(Version.HTTP_1_1), "/");

      assertThat(answer.version()).isEqualTo(Version.HTTP_1_1);
      assertThat(Http2Preface.isAnswered(envoy.port("main"))).isTrue();
    }
  }

  @Test
  void shouldPassRequestsToTheUpstream(@TempDir Path directory) throws Exception {
    Path accessLog = directory.resolve("access.log");
    try (EchoUpstream echo = EchoUpstream.start()) {
      EnvoyConfig config =
          EnvoyConfig.builder()
              .cluster(echo.cluster("echo"))
              .listener(
                  EnvoyListener.http("main")
                      .plugin(TestEnvoy.plugin(TestModule.logging("seen")))
                      .route(EnvoyRoute.toCluster("/", "echo"))
                      .accessLog(accessLog, "%REQ(:PATH)% %RESPONSE_CODE%")
                      .build())
              .build();
      try (EnvoyProcess envoy = TestEnvoy.launcher().start(config)) {
        var answer =
            TestEnvoy.send(
                envoy,
                HttpRequest.newBuilder()
                    .header("x-test", "yes")
                    .POST(HttpRequest.BodyPublishers.ofString("a body")),
                "/path?q=1");

        assertThat(answer.body())
            .startsWith("POST /path?q=1 HTTP/1.1\n")
            .contains("x-test: yes\n")
            .endsWith("\na body\n");
      }
    }
    assertThat(accessLog).hasContent("/path?q=1 200\n");
  }

  @Test
  void shouldTellWhoLoggedWhenAPluginLogs() throws Exception {
    List<EnvoyLogLine> heard = new CopyOnWriteArrayList<>();
    try (EnvoyProcess envoy =
        TestEnvoy.launcher()
            .onLog(heard::add)
            .logLevel("wasm", "debug")
            .start(
                TestEnvoy.answering("hi", TestEnvoy.plugin(TestModule.logging("grüß\n'dich'"))))) {
      TestEnvoy.get(envoy, "/");

      EnvoyLogLine line =
          envoy
              .log()
              .await(
                  l -> l.plugin().flatMap(PluginLog::name).filter("probe"::equals).isPresent(),
                  SOON);
      assertThat(line.level()).isEqualTo("info");
      PluginLog log = line.plugin().orElseThrow();
      assertThat(log.message()).isEqualTo("grüß\n'dich'");
      assertThat(log.rootId()).contains("root");
      assertThat(log.vmId()).contains("vm");
      assertThat(heard).contains(line);
      assertThat(heard).anyMatch(l -> l.level().equals("debug"));
    }
  }

  @Test
  void shouldSayWhyWhenEnvoyRefusesThePlugin() {
    assertRefused(TestModule.logging("refusing").refusingItsConfiguration().bytes())
        .startsWith("Envoy refused the configuration:")
        .contains("Failed to configure base Wasm plugin")
        .contains("Unable to create Wasm plugin probe");
    assertRefused(TestModule.logging("x").importing("proxy_nope").bytes())
        .contains("missing import: env.proxy_nope");
    assertRefused("no WebAssembly module".getBytes(UTF_8)).contains("corrupted Wasm module");
  }

  private static AbstractStringAssert<?> assertRefused(byte[] module) {
    EnvoyConfig config =
        TestEnvoy.answering("", EnvoyPlugin.builder("probe", WasmCode.bytes(module)).build());
    EnvoyException refusal =
        catchThrowableOfType(
            EnvoyException.class, () -> TestEnvoy.launcher().start(config).close());
    assertThat(String.valueOf(refusal.getMessage()).lines()).hasSizeLessThan(8);
    return assertThat(refusal.getMessage());
  }

  @Test
  void shouldSayWhyWhenEnvoyRefusesABootstrapFile(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(directory.resolve("envoy.yaml"), "static_resources: {lisners: []}");

    assertThatThrownBy(() -> TestEnvoy.launcher().start(file))
        .isInstanceOf(EnvoyException.class)
        .hasMessageContaining("lisners");
  }

  @Test
  void shouldServeABootstrapFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("envoy.json");
    Files.writeString(file, TestEnvoy.answering("from a file").bootstrap());

    try (EnvoyProcess envoy = TestEnvoy.launcher().start(file)) {
      assertThat(TestEnvoy.get(envoy, "/").body()).isEqualTo("from a file");
      assertThatThrownBy(() -> envoy.reload(TestEnvoy.answering("x")))
          .isInstanceOf(EnvoyException.class);
    }
  }

  @Test
  void shouldNameThePortWhenItIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      EnvoyConfig config = TestEnvoy.answering(taken.getLocalPort(), "x");

      assertThatThrownBy(() -> TestEnvoy.launcher().start(config))
          .isInstanceOf(EnvoyException.class)
          .hasMessage(
              "Envoy cannot listen on 127.0.0.1:%d: Address already in use. Stop what listens there,"
                  + " or choose another port (0 takes a free one).",
              taken.getLocalPort());
    }
  }

  @Test
  void shouldNameThePortWhenAnotherEnvoyHasIt() {
    try (EnvoyProcess first = TestEnvoy.launcher().start(TestEnvoy.answering("first"))) {
      EnvoyConfig config = TestEnvoy.answering(first.port("main"), "second");

      assertThatThrownBy(() -> TestEnvoy.launcher().start(config))
          .hasMessageContaining("127.0.0.1:" + first.port("main"));
    }
  }

  @Test
  void shouldServeNewCodeWhenReloaded(@TempDir Path directory) throws Exception {
    Path wasm = directory.resolve("plugin.wasm");
    EnvoyPlugin plugin = EnvoyPlugin.builder("probe", WasmCode.file(wasm)).build();
    Files.write(wasm, TestModule.logging("one").bytes());
    try (EchoUpstream echo = EchoUpstream.start();
        EnvoyProcess envoy = TestEnvoy.launcher().start(TestEnvoy.answering("1", plugin))) {
      int port = envoy.port("main");
      assertThat(TestEnvoy.get(envoy, "/").body()).isEqualTo("1");
      Files.write(wasm, TestModule.logging("two").bytes());
      long mark = envoy.log().position();

      envoy.reload(
          EnvoyConfig.builder()
              .cluster(echo.cluster("echo"))
              .listener(
                  EnvoyListener.http("main")
                      .plugin(plugin)
                      .route(EnvoyRoute.toCluster("/", "echo"))
                      .build())
              .build());

      assertThat(envoy.port("main")).isEqualTo(port);
      envoy.log().await(mark, l -> l.message().endsWith(": two"), SOON);
      try (RawClient client = RawClient.connect(port)) {
        assertThat(client.get("/")).contains("HTTP/1.1 200");
      }
      envoy.reload(TestEnvoy.answering("3", plugin));
      try (RawClient client = RawClient.connect(port)) {
        assertThat(client.get("/")).endsWith("3");
      }
    }
  }

  @Test
  void shouldLoseNoRequestWhenReloadedUnderLoad() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (EnvoyProcess envoy = TestEnvoy.launcher().start(loadConfig(0))) {
      Callable<Integer> load =
          () -> {
            int requests = 0;
            for (; !done.get(); requests++) {
              assertThat(TestEnvoy.get(envoy, "/").statusCode()).isEqualTo(200);
            }
            return requests;
          };
      List<Future<Integer>> loads = List.of(threads.submit(load), threads.submit(load));

      for (int i = 1; i <= 5; i++) {
        envoy.reload(loadConfig(i));
      }

      done.set(true);
      for (Future<Integer> one : loads) {
        assertThat(one.get()).isPositive();
      }
    } finally {
      done.set(true);
      threads.shutdown();
    }
  }

  private static EnvoyConfig loadConfig(int number) {
    return TestEnvoy.answering("x", TestEnvoy.plugin(TestModule.logging("number " + number)));
  }

  @Test
  void shouldKeepTheOldPluginWhenTheNewOneIsRefused() throws Exception {
    EnvoyPlugin good = TestEnvoy.plugin(TestModule.logging("good"));
    EnvoyPlugin bad = TestEnvoy.plugin(TestModule.logging("bad").refusingItsConfiguration());
    try (EnvoyProcess envoy = TestEnvoy.launcher().start(TestEnvoy.answering("1", good))) {

      assertThatThrownBy(() -> envoy.reload(TestEnvoy.answering("2", bad)))
          .isInstanceOf(EnvoyException.class)
          .hasMessageStartingWith("Envoy refused the new configuration and goes on with the old")
          .hasMessageContaining("Failed to configure base Wasm plugin");

      assertThat(TestEnvoy.get(envoy, "/").body()).isEqualTo("1");
      envoy.reload(TestEnvoy.answering("3", good));
      try (RawClient client = RawClient.connect(envoy.port("main"))) {
        assertThat(client.get("/")).endsWith("3");
      }
    }
  }

  @Test
  void shouldLeaveNothingWhenClosed() {
    EnvoyProcess envoy = TestEnvoy.launcher().start(TestEnvoy.answering("x"));
    Path directory =
        Path.of(
            ProcessHandle.of(envoy.pid())
                .orElseThrow()
                .info()
                .arguments()
                .map(arguments -> arguments[List.of(arguments).indexOf("-c") + 1])
                .orElseThrow());

    envoy.close();
    envoy.close();

    assertThat(envoy.isAlive()).isFalse();
    assertThat(envoy.exitCode()).hasValue(0);
    assertThat(envoy.onExit()).succeedsWithin(SOON).isEqualTo(0);
    assertThat(directory.getParent()).doesNotExist();
  }

  @Test
  void shouldNoticeWhenEnvoyDies() {
    try (EnvoyProcess envoy = TestEnvoy.launcher().start(TestEnvoy.answering("x"))) {
      ProcessHandle.of(envoy.pid()).orElseThrow().destroyForcibly();

      assertThat(envoy.onExit()).succeedsWithin(SOON).isEqualTo(137);
      assertThatThrownBy(() -> envoy.log().await(line -> false, SOON))
          .isInstanceOf(EnvoyException.class);
    }
  }

  @Test
  void shouldRenderWhatEnvoyTakes(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("all.json"), ConfigurationTest.everything().bootstrap());

    Programs.Result result =
        Programs.run(
            List.of(
                TestEnvoy.binary().path().toString(), "--mode", "validate", "-c", file.toString()),
            Map.of(),
            SOON);

    assertThat(result.output()).contains("configuration '").contains("' OK");
  }
}
