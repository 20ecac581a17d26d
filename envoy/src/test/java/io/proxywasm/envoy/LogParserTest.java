package io.proxywasm.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LogParserTest {
  private final LogParser parser =
      new LogParser(
          List.of(
              EnvoyPlugin.builder("my plugin", WasmCode.bytes(new byte[0]))
                  .rootId("a root")
                  .vmId("vm")
                  .build()));

  @Test
  void shouldSplitARecord() {
    EnvoyLogLine line = parser.parse("pwj|warning|config|a|b \\'c\\'\\nsecond");

    assertThat(line.level()).isEqualTo("warning");
    assertThat(line.component()).isEqualTo("config");
    assertThat(line.message()).isEqualTo("a|b 'c'\nsecond");
    assertThat(line.plugin()).isEmpty();
  }

  @Test
  void shouldKeepOutputThatIsNoRecord() {
    EnvoyLogLine line = parser.parse("Segmentation fault \\n");

    assertThat(line.level()).isEmpty();
    assertThat(line.message()).isEqualTo("Segmentation fault \\n");
  }

  @Test
  void shouldKnowThePluginWhenAStreamLogs() {
    PluginLog log = plugin("pwj|info|wasm|wasm log my plugin a root vm: x: gr\\303\\274n");

    assertThat(log.message()).isEqualTo("x: grün");
    assertThat(log.name()).contains("my plugin");
    assertThat(log.rootId()).contains("a root");
    assertThat(log.vmId()).contains("vm");
  }

  @Test
  void shouldLeaveTheNameOutWhenARootContextLogs() {
    PluginLog log = plugin("pwj|info|wasm|wasm log a root vm: ");

    assertThat(log.message()).isEmpty();
    assertThat(log.name()).isEmpty();
    assertThat(log.rootId()).contains("a root");
  }

  @Test
  void shouldKeepTheSourceWhenThePluginIsUnknown() {
    PluginLog log = plugin("pwj|error|wasm|wasm log some:one else: boom");

    assertThat(log.source()).isEqualTo("some:one else");
    assertThat(log.message()).isEqualTo("boom");
    assertThat(log.name()).isEmpty();
    assertThat(plugin("pwj|error|wasm|wasm log: boom").source()).isEmpty();
  }

  private PluginLog plugin(String line) {
    return parser.parse(line).plugin().orElseThrow();
  }
}
