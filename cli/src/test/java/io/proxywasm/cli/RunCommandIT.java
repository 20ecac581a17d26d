package io.proxywasm.cli;

import static io.proxywasm.cli.Projects.filter;
import static io.proxywasm.cli.Projects.source;
import static io.proxywasm.cli.Pwjs.pwj;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.envoy.EchoUpstream;
import io.proxywasm.envoy.EnvoyInstaller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin in the embedded proxy, by each engine, and in the real Envoy. */
class RunCommandIT {
  private static final String EMBEDDED = "--engine=compiled";
  private static final String INTERPRETED = "--engine=interpreted";
  private static final String JAVA = "--engine=java";
  private static final String ENVOY = "--envoy";

  @TempDir Path project;

  @BeforeAll
  static void envoyIsThere() {
    assertThat(EnvoyInstaller.create().install(EnvoyInstaller.DEFAULT_VERSION).path()).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {EMBEDDED, INTERPRETED, JAVA, ENVOY})
  void shouldServeThroughPluginUntilStopped(String host) throws Exception {
    Projects.plugin(project, "one");

    try (LiveRun run = LiveRun.of(host, project, "--port", "0")) {
      HttpResponse<String> response = run.get();

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("x-test")).contains("one");
      assertThat(response.body()).startsWith("GET / HTTP/1.1");
      run.output().await("WARN  \\S+: answered");
      run.output().await("admin: (http://\\S+)");
      assertThat(run.stop()).isZero();
      long pid = ProcessHandle.current().pid();
      assertThat(ProcessHandle.of(pid).orElseThrow().children().map(c -> c.info().command()))
          .noneMatch(command -> command.orElse("").endsWith("/envoy"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {EMBEDDED, JAVA, ENVOY})
  void shouldLoadPluginAnewWhenSourceChanges(String host) throws Exception {
    Projects.plugin(project, "one");

    try (LiveRun run = LiveRun.of(host, project, "--port", "0", "--watch")) {
      run.output().await("watching");
      source(project, "demo.Demo", "package demo; broken");
      run.output().await("goes on");
      assertThat(run.get().headers().firstValue("x-test")).contains("one");
      Projects.plugin(project, "three");
      run.output().await("Loaded anew");
      assertThat(run.get().headers().firstValue("x-test")).contains("three");
    }
  }

  @Test
  void shouldLoseNoRequestWhenPluginIsLoadedAnew() throws Exception {
    Projects.plugin(project, "one");

    try (LiveRun run = LiveRun.of(project, "--port", "0", "--engine", "java", "--watch")) {
      URI uri = run.uri();
      AtomicBoolean more = new AtomicBoolean(true);
      CountDownLatch seen = new CountDownLatch(1);
      CompletableFuture<Integer> asking =
          CompletableFuture.supplyAsync(
              () -> {
                int answered = 0;
                HttpClient client = HttpClient.newHttpClient();
                while (more.get()) {
                  HttpResponse<String> response =
                      client
                          .sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                          .join();
                  assertThat(response.statusCode()).isEqualTo(200);
                  assertThat(response.headers().firstValue("x-test").orElse("")).matches("one|two");
                  answered++;
                  seen.countDown();
                }
                return answered;
              });
      seen.await();
      Projects.plugin(project, "two");
      run.output().await("Loaded anew");
      assertThat(run.get().headers().firstValue("x-test")).contains("two");
      more.set(false);

      assertThat(asking.join()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {EMBEDDED, JAVA, ENVOY})
  void shouldHandOverConfigurationAndClusters(String host) throws Exception {
    source(
        project,
        "demo.Demo",
        """
        package demo;
        import io.proxywasm.sdk.*;
        public final class Demo extends PluginContext {
          public static void main(String[] args) { ProxyWasm.plugin(Demo::new); }
          @Override public boolean onConfigure(Bytes configuration) {
            Log.info("configured with " + configuration);
            return true;
          }
          @Override public HttpContext createHttpContext() { return new Http(); }
          static final class Http extends HttpContext {
            @Override public Action onRequestHeaders(Headers headers, boolean endOfStream) {
              return httpCall("auth").get("/asked").timeoutMillis(5000)
                  .send(response -> respond(response.status()).body(response.body().utf8()).send());
            }
          }
        }
        """);
    Path file = Files.writeString(project.resolve("config.json"), "{\"a\": 1}");

    try (EchoUpstream upstream = EchoUpstream.start();
        LiveRun run =
            LiveRun.of(
                project,
                host,
                "--port=0",
                "--config=@" + file,
                "--upstream=localhost:" + upstream.port(),
                "--cluster=auth=127.0.0.1:" + upstream.port())) {
      assertThat(run.get().body()).startsWith("GET /asked HTTP/1.1");
      run.output().await("configured with \\{\"a\": 1\\}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {EMBEDDED, JAVA, ENVOY})
  void shouldRunConfigurationOfOnesOwn(String host) throws Exception {
    Projects.plugin(project, "one");
    Path yaml = Files.writeString(project.resolve("envoy.yaml"), yaml("direct_response"));

    try (LiveRun run = LiveRun.of(project, host, "--envoy-yaml", yaml)) {
      HttpResponse<String> response = run.get();

      assertThat(response.body()).isEqualTo("of my own");
      assertThat(response.headers().firstValue("x-test")).contains("one");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {EMBEDDED, JAVA, ENVOY})
  void shouldShowReasonWhenConfigurationIsRefused(String host) throws Exception {
    Projects.plugin(project, "one");
    Path yaml = Files.writeString(project.resolve("envoy.yaml"), yaml("direkt_response"));

    Pwjs.Outcome outcome = pwj("run", project, host, "--envoy-yaml", yaml);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("direkt_response");
    assertThat((outcome.out() + outcome.err()).lines()).hasSizeLessThan(12);
  }

  @Test
  void shouldSayWhenConfigurationHasNoPluginToRunAsJava() throws Exception {
    Projects.plugin(project, "one");
    Path yaml =
        Files.writeString(
            project.resolve("envoy.yaml"),
            yaml("direct_response").replace("plugin.wasm", "other.wasm"));

    Pwjs.Outcome outcome = pwj("run", project, JAVA, "--envoy-yaml", yaml);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("no plugin of " + yaml, "target/plugin.wasm");
  }

  @ParameterizedTest
  @ValueSource(strings = {EMBEDDED, JAVA, ENVOY})
  void shouldFailWhenPluginRefusesItsConfiguration(String host) throws Exception {
    source(
        project,
        "demo.Demo",
        """
        package demo;
        import io.proxywasm.sdk.*;
        public final class Demo extends PluginContext {
          public static void main(String[] args) { ProxyWasm.plugin(Demo::new); }
          @Override public boolean onConfigure(Bytes configuration) {
            Log.error("not " + configuration);
            return false;
          }
        }
        """);

    Pwjs.Outcome outcome = pwj("run", project, host, "--port=0", "--config=this");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).contains("not this");
    assertThat(outcome.err()).contains("pwj: ").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {EMBEDDED, INTERPRETED})
  void shouldFailWhenModuleIsRefused(String host) throws Exception {
    Path module = project.resolve("empty.wasm");
    Files.write(module, new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});

    Pwjs.Outcome outcome = pwj("run", module, host, "--port=0");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("pwj: Unable to create Wasm plugin empty: ")
        .contains("proxy_abi_version");
    assertThat(outcome.err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {EMBEDDED, ENVOY})
  void shouldFailWhenPortIsInUse(String host) throws IOException {
    Projects.plugin(project, "one");

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Pwjs.Outcome outcome = pwj("run", host, project, "--port", taken.getLocalPort());

      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err())
          .startsWith("pwj: cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .contains("--port");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {EMBEDDED, JAVA, ENVOY})
  void shouldFailWhenStaticInitializerCallsWhatIsNotThereYet(String host) throws IOException {
    source(
        project,
        "demo.Demo",
        filter("Demo", "static final Object EARLY = SharedData.get(\"key\");"));

    Pwjs.Outcome outcome = pwj("run", project, host, "--port", "0");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out() + outcome.err()).contains("proxy_get_shared_data");
  }

  @Test
  void shouldFailWhenThereIsNothingToRun() throws IOException {
    Projects.plugin(project, "one");

    assertThat(pwj("run", project.resolve("x")).err()).contains("no project and no module");
    assertThat(pwj("run", project, "--port=0", "--config=@none").err())
        .contains("there is no configuration file none");
    assertThat(pwj("run", project, "--envoy=none").err()).contains("There is no Envoy at none");
    assertThat(pwj("run", project, "--envoy-yaml=none").err()).contains("there is no file none");
    assertThat(pwj("run", project.resolve("pom.wasm"), JAVA).err()).contains("no project");
  }

  private String yaml(String action) {
    return """
        static_resources:
          listeners:
          - name: mine
            address: {socket_address: {address: 127.0.0.1, port_value: 0}}
            filter_chains:
            - filters:
              - name: envoy.filters.network.http_connection_manager
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                  stat_prefix: mine
                  http_filters:
                  - name: mine
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm
                      config:
                        name: mine
                        vm_config:
                          runtime: envoy.wasm.runtime.v8
                          code: {local: {filename: PROJECT/target/plugin.wasm}}
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
                  route_config:
                    virtual_hosts:
                    - name: all
                      domains: ["*"]
                      routes:
                      - match: {prefix: /}
                        ACTION: {status: 200, body: {inline_string: of my own}}
        """
        .replace("PROJECT", project.toString())
        .replace("ACTION", action);
  }
}
