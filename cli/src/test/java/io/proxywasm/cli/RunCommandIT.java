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
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real Envoy. */
class RunCommandIT {
  @TempDir Path project;

  @BeforeAll
  static void envoyIsThere() {
    assertThat(EnvoyInstaller.create().install(EnvoyInstaller.DEFAULT_VERSION).path()).exists();
  }

  @Test
  void shouldServeThroughPluginUntilStopped() throws Exception {
    Projects.plugin(project, "one");

    try (LiveRun run = LiveRun.of("--envoy", project, "--port", "0")) {
      HttpResponse<String> response = run.get();

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("x-test")).contains("one");
      assertThat(response.body()).startsWith("GET / HTTP/1.1");
      run.output().await("WARN  \\S+: answered");
      assertThat(run.stop()).isZero();
      long pid = ProcessHandle.current().pid();
      assertThat(ProcessHandle.of(pid).orElseThrow().children().map(c -> c.info().command()))
          .noneMatch(command -> command.orElse("").endsWith("/envoy"));
    }
  }

  @Test
  void shouldLoadPluginAnewWhenSourceChanges() throws Exception {
    Projects.plugin(project, "one");

    try (LiveRun run = LiveRun.of(project, "--port", "0", "--watch")) {
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
  void shouldHandOverConfigurationAndClusters() throws Exception {
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
        }
        """);
    Path file = Files.writeString(project.resolve("config.json"), "{\"a\": 1}");

    try (EchoUpstream upstream = EchoUpstream.start();
        LiveRun run =
            LiveRun.of(
                project,
                "--port=0",
                "--config=@" + file,
                "--upstream=localhost:" + upstream.port(),
                "--cluster=auth=127.0.0.1:" + upstream.port())) {
      assertThat(run.get().statusCode()).isEqualTo(200);
      run.output().await("configured with \\{\"a\": 1\\}");
    }
  }

  @Test
  void shouldRunConfigurationOfOnesOwn() throws Exception {
    Projects.plugin(project, "one");
    Path yaml = Files.writeString(project.resolve("envoy.yaml"), yaml("direct_response"));

    try (LiveRun run = LiveRun.of(project, "--envoy-yaml", yaml)) {
      assertThat(run.get().body()).isEqualTo("of my own");
    }
  }

  @Test
  void shouldShowReasonWhenEnvoyRefusesConfiguration() throws Exception {
    Projects.plugin(project, "one");
    Path yaml = Files.writeString(project.resolve("envoy.yaml"), yaml("direkt_response"));

    Pwjs.Outcome outcome = pwj("run", project, "--envoy-yaml", yaml);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("direkt_response");
    assertThat((outcome.out() + outcome.err()).lines()).hasSizeLessThan(12);
  }

  @Test
  void shouldFailWhenPortIsInUse() throws IOException {
    Projects.plugin(project, "one");

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Pwjs.Outcome outcome = pwj("run", project, "--port", taken.getLocalPort());

      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err())
          .startsWith("pwj: cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .contains("--port");
    }
  }

  @Test
  void shouldFailWhenStaticInitializerCallsWhatIsNotThereYet() throws IOException {
    source(
        project,
        "demo.Demo",
        filter("Demo", "static final Object EARLY = SharedData.get(\"key\");"));

    Pwjs.Outcome outcome = pwj("run", project, "--port", "0");

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
  }

  private static String yaml(String action) {
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
        .replace("ACTION", action);
  }
}
