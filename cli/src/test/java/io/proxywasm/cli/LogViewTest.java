package io.proxywasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.envoy.EnvoyLogLine;
import io.proxywasm.envoy.PluginLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogViewTest {
  private final StringWriter out = new StringWriter();

  @Test
  void shouldShowPluginsLinesAtOnceAndEnvoysComplaintsLater() {
    LogView view = view(false);
    view.show(plugin("info", "hello\nthere\n", Optional.of("auth")));
    view.show(envoy("warning", "old field"));
    view.show(envoy("info", "starting"));
    assertThat(out.toString()).contains("INFO  auth: hello\n    there\n").doesNotContain("old");

    view.release();

    assertThat(out.toString()).contains("WARN  envoy config: old field").doesNotContain("starting");
  }

  @Test
  void shouldShowEverythingWhenVerbose() {
    LogView view = view(true);
    view.show(envoy("info", "starting"));
    view.show(plugin("error", "boom", Optional.empty()));
    assertThat(out.toString()).contains("INFO  envoy config: starting", "ERROR plugin: boom");
  }

  @Test
  void shouldForgetComplaintsWhenTheyWereToldOtherwise() {
    LogView view = view(false);
    view.show(envoy("error", "refused"));
    view.forget();
    view.release();
    assertThat(out.toString()).isEmpty();
  }

  private LogView view(boolean verbose) {
    PrintWriter writer = new PrintWriter(out);
    return new LogView(Terminal.of(Main.commandLine(writer, writer)), verbose);
  }

  private static EnvoyLogLine envoy(String level, String message) {
    return new EnvoyLogLine(level, "config", message, Optional.empty());
  }

  private static EnvoyLogLine plugin(String level, String message, Optional<String> name) {
    return new EnvoyLogLine(
        level,
        "wasm",
        message,
        Optional.of(new PluginLog("", message, name, Optional.empty(), Optional.empty())));
  }
}
