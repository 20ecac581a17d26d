package io.proxywasm.e2e;

import static java.util.Collections.frequency;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.host.LogLine;
import io.proxywasm.e2e.net.Field;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestClient;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.e2e.plugins.CallbacksPlugin;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.wasm.WasmModule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** Metadata of HTTP/2, the validation of a configuration, and an end that a plugin puts off. */
class RareCallbacksIT extends OnEachHostAndAsJava {
  private static final String PLUGIN = "CallbacksPlugin";

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage = Stage.on(host).metadataFrames().listener(PLUGIN, plugin(PLUGIN).build()).start();
  }

  private static EnvoyPlugin.Builder plugin(String name) {
    return EnvoyPlugin.builder(name, TestPlugin.code(CallbacksPlugin.class))
        .rootId(name)
        .vmId(name);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  void shouldTellOfMetadataWhenTheyCome() {
    int mark = stage.mark();
    String path = Protocol.HTTP_2.path("metadata");
    List<Field> ofRequest = List.of(new Field("one", "1"), new Field("two", "2"));
    List<Field> ofResponse = List.of(new Field("three", "3"));
    stage
        .upstream()
        .on(
            path,
            (request, response) -> {
              assertThat(request.awaitMetadata(2)).containsExactlyInAnyOrderElementsOf(ofRequest);
              request.awaitEnd();
              response.head(TestUpstream.head(200), false);
              response.metadata(ofResponse);
              response.data("answer", true);
            });
    TestClient.Exchange exchange =
        stage.client(Protocol.HTTP_2, PLUGIN).beginHeaders(Request.post(path));
    exchange.request().metadata(ofRequest);
    exchange.request().data("question", true);
    assertThat(exchange.response().awaitMetadata(1)).isEqualTo(ofResponse);
    Message response = exchange.response().awaitEnd();
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text()).isEqualTo("answer");
    stage.awaitLog(mark, "response metadata 1");
    assertThat(stage.said(mark)).containsExactly("request metadata 2", "response metadata 1");
  }

  /** Hosts ask {@code onConfigure} in a VM that they then throw away. */
  @Test
  void shouldNotAskForAValidationWhenPluginsStart() {
    assertThat(WasmModule.read(TestPlugin.module(CallbacksPlugin.class, false)).exportSection())
        .anyMatch(export -> export.name().equals("proxy_validate_configuration"));
    assertThat(stage.add(plugin("later").configuration("what validate refuses").build())).isEmpty();
    assertThat(stage.lines(0)).noneMatch(line -> line.text().contains("validate"));
  }

  /**
   * In its last VM, too, in our proxy. Envoy drops a VM with its last plugin, whatever that has
   * answered.
   */
  @Test
  void shouldLiveOnWhenAPluginPutsOffItsEnd() {
    EnvoyPlugin alone = plugin("alone").build();
    EnvoyPlugin shared = plugin("shared").vmId(PLUGIN).build();
    assertThat(stage.add(alone, shared)).isEmpty();
    int mark = stage.mark();
    assertThat(stage.add(plugin("next").build())).isEmpty();
    awaitEnds(mark, "shared");
    if (host == HostKind.ENVOY) {
      assertThat(said(mark, "alone")).containsExactly("ending", "ending");
    } else {
      awaitEnds(mark, "alone");
    }
    stage.assertVmsLive();
  }

  /** One VM is on the main thread, one on the worker. */
  private static void awaitEnds(int mark, String rootId) {
    stage.await("two ends", () -> frequency(said(mark, rootId), "deleted") == 2);
    assertThat(said(mark, rootId))
        .startsWith("ending")
        .endsWith("deleted")
        .containsExactlyInAnyOrder(
            "ending", "ending", "done now", "done now", "deleted", "deleted");
  }

  /** What the plugin with a root_id has said. */
  private static List<String> said(int mark, String rootId) {
    return stage.lines(mark).stream()
        .filter(line -> line.plugin() && line.source().startsWith(rootId + " "))
        .map(LogLine::text)
        .toList();
  }
}
