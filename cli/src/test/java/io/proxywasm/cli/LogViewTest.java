package io.proxywasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogViewTest {
  private final StringWriter out = new StringWriter();

  @Test
  void shouldShowPluginsLinesAtOnceAndHostsComplaintsLater() {
    LogView view = view(false);
    view.show(plugin("info", "hello\nthere\n", "auth"));
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
    view.show(plugin("error", "boom", ""));
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

  @Test
  void shouldSayOnceWhatToDoWhenClusterIsNotThere() {
    LogView view = view(false);
    view.show(plugin("error", "HostcallException: proxy_http_call(a): BAD_ARGUMENT", "auth"));
    view.show(plugin("error", "HostcallException: proxy_http_call(a): BAD_ARGUMENT", "auth"));
    assertThat(out.toString()).containsOnlyOnce("--cluster a=HOST:PORT");
  }

  @Test
  void shouldSayOnceWhenVmIsDead() {
    LogView view = view(false);
    view.release();
    view.show(envoy("error", "Function: proxy_on_request_headers failed: Uncaught RuntimeError"));
    view.show(envoy("error", "Function: proxy_on_tick failed: Uncaught RuntimeError"));
    assertThat(out.toString()).containsOnlyOnce("VM is dead");
  }

  @Test
  void shouldCutWhatIsRepeated() {
    view(false).show(plugin("error", "deep\n" + "\tat a\n".repeat(1000) + "\tat b", "auth"));
    assertThat(out.toString()).contains("deep\n    \tat a\n", "... and so on\n    \tat b\n");
    assertThat(out.toString().lines()).hasSize(6);
  }

  private LogView view(boolean verbose) {
    PrintWriter writer = new PrintWriter(out);
    return new LogView(
        Terminal.of(Main.commandLine(writer, writer)),
        "envoy",
        verbose,
        new Advice(new RunOptions())::about);
  }

  private static LogEntry envoy(String level, String message) {
    return new LogEntry(level, "config", Optional.empty(), message);
  }

  private static LogEntry plugin(String level, String message, String name) {
    return new LogEntry(level, "wasm", Optional.of(name), message);
  }
}
