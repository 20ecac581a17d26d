package io.proxywasm.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ConfigurationTest {
  @Test
  void shouldRenderPluginsInOrderBeforeTheRouter() {
    String json = everything().bootstrap();

    assertThat(json.replaceAll("\\s+", " "))
        .containsSubsequence(
            "\"name\": \"first\"", "\"name\": \"second\"", "envoy.filters.http.router")
        .contains("\"root_id\": \"root\"")
        .contains("\"vm_id\": \"vm\"")
        .contains("google.protobuf.StringValue\", \"value\": \"text \\\"quoted\\\"\\n\"")
        .contains("google.protobuf.BytesValue\", \"value\": \"AQI=\"")
        .contains("\"failure_policy\": \"FAIL_OPEN\"")
        .contains("\"allow_on_headers_stop_iteration\": true")
        .contains("\"key_values\": { \"KEY\": \"value\" }")
        .contains("\"proxy_log\": {}")
        .contains("\"enable_trailers\": true")
        .contains("\"direct_response\": { \"status\": 204 }")
        .contains("\"http2_protocol_options\": { \"allow_metadata\": true }");
  }

  @Test
  void shouldNameTheListenerWhenARouteLeadsNowhere() {
    EnvoyConfig.Builder config =
        EnvoyConfig.builder()
            .cluster(EnvoyCluster.of("known", "127.0.0.1", 1))
            .listener(
                EnvoyListener.http("main").route(EnvoyRoute.toCluster("/", "unknown")).build());

    assertThatThrownBy(config::build)
        .isInstanceOf(EnvoyException.class)
        .hasMessage(
            "Listener main leads to the cluster unknown, which is not there. Clusters: known.");
  }

  @Test
  void shouldRefuseTwoListenersOfOneName() {
    EnvoyListener listener = EnvoyListener.http("main").build();
    EnvoyConfig.Builder config = EnvoyConfig.builder().listener(listener).listener(listener);

    assertThatThrownBy(config::build).hasMessage("There are two listeners named main.");
  }

  @Test
  void shouldNameThePluginFileWhenItIsMissing() {
    EnvoyConfig config =
        TestEnvoy.answering(
            "", EnvoyPlugin.builder("p", WasmCode.file(Path.of("no/such.wasm"))).build());
    EnvoyLauncher launcher =
        EnvoyLauncher.of(new EnvoyBinary(Path.of("not-started"), EnvoyInstaller.DEFAULT_VERSION));

    assertThatThrownBy(() -> launcher.start(config))
        .isInstanceOf(EnvoyException.class)
        .hasMessageContaining("no/such.wasm")
        .hasMessageContaining("Build the plugin first");
  }

  static EnvoyConfig everything() {
    WasmCode code = WasmCode.bytes(TestModule.logging("hi").bytes());
    return EnvoyConfig.builder()
        .listener(
            EnvoyListener.http("main")
                .plugin(
                    EnvoyPlugin.builder("first", code)
                        .rootId("root")
                        .vmId("vm")
                        .configuration("text \"quoted\"\n")
                        .vmConfiguration(EnvoyValue.bytes(new byte[] {1, 2}))
                        .failurePolicy(FailurePolicy.FAIL_OPEN)
                        .allowOnHeadersStopIteration(true)
                        .environment("KEY", "value")
                        .build())
                .plugin(
                    EnvoyPlugin.builder("second", code)
                        .configuration(EnvoyValue.struct("{\"a\": [1, true, \"b\"]}"))
                        .allowCapability("proxy_log")
                        .allowCapability("proxy_on_vm_start")
                        .build())
                .route(EnvoyRoute.toCluster("/up", "static"))
                .route(EnvoyRoute.respond("/", 204, ""))
                .accessLog(Path.of("/dev/null"))
                .metadataFrames()
                .build())
        .listener(
            EnvoyListener.tcp("raw", "named")
                .plugin(EnvoyPlugin.builder("tcp", code).build())
                .build())
        .cluster(EnvoyCluster.of("static", "127.0.0.1", 9).withMetadataFrames())
        .cluster(EnvoyCluster.of("six", "::1", 9))
        .cluster(EnvoyCluster.of("named", "localhost", 9))
        .build();
  }
}
