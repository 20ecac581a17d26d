package io.proxywasm.testkit.junit;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.skippedWithReason;

import io.proxywasm.testkit.BuggyPlugin;
import io.proxywasm.testkit.CalloutAuth;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.MistakeKind;
import io.proxywasm.testkit.Mode;
import io.proxywasm.testkit.TestProxy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs test classes as JUnit does, and looks at the report. */
class ExtensionRunTest {
  private static final ConcurrentLinkedQueue<Mode> RUNS = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void forget() {
    RUNS.clear();
  }

  private static EngineExecutionResults run(Class<?> type, String... parameters) {
    EngineTestKit.Builder builder =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(type))
            .configurationParameter("pwj.test.cases", "run");
    for (int i = 0; i < parameters.length; i += 2) {
      builder.configurationParameter(parameters[i], parameters[i + 1]);
    }
    return builder.execute();
  }

  @ProxyWasmTest(CalloutAuth.class)
  static class CountingCase {
    @Test
    void first(TestProxy proxy) {
      RUNS.add(proxy.mode());
    }

    @Test
    void second(Mode mode) {
      RUNS.add(mode);
    }
  }

  @Test
  void shouldRunEachTestInBothModesWhenNothingIsSaid() {
    EngineExecutionResults results = run(CountingCase.class);
    results.testEvents().assertStatistics(all -> all.succeeded(4).failed(0));
    assertThat(RUNS).containsExactlyInAnyOrder(Mode.JAVA, Mode.JAVA, Mode.WASM, Mode.WASM);
    assertThat(names(results.containerEvents())).contains("JAVA", "WASM");
  }

  private static List<String> names(Events events) {
    return events.started().map(event -> event.getTestDescriptor().getDisplayName()).toList();
  }

  @Test
  void shouldRunInTheModeThatIsSaidWhenThereIsAParameter() {
    run(CountingCase.class, "pwj.test.mode", "wasm")
        .testEvents()
        .assertStatistics(all -> all.succeeded(2));
    assertThat(RUNS).containsExactly(Mode.WASM, Mode.WASM);
  }

  @Test
  void shouldSayTheModesWhenTheParameterIsWrong() {
    Throwable failure = failure(run(CountingCase.class, "pwj.test.mode", "wsam").allEvents());
    assertThat(failure).hasMessageContaining("pwj.test.mode is wsam").hasMessageContaining("BOTH");
  }

  @Test
  void shouldPassWhenTestsRunAtTheSameTime() {
    run(
            CountingCase.class,
            "junit.jupiter.execution.parallel.enabled",
            "true",
            "junit.jupiter.execution.parallel.mode.default",
            "concurrent",
            "junit.jupiter.execution.parallel.mode.classes.default",
            "concurrent")
        .testEvents()
        .assertStatistics(all -> all.succeeded(4).failed(0));
  }

  @ProxyWasmTest(value = CalloutAuth.class, mode = Modes.JAVA)
  static class FailingCase {
    @Test
    void fails(TestProxy proxy) {
      assertThat(proxy.send(HttpRequest.get("/asked").header("skip", "1"))).hasStatus(418);
    }

    @Test
    void throwsSomething(TestProxy proxy) {
      proxy.send(HttpRequest.get("/asked").header("skip", "1"));
      throw new IllegalStateException("by the test");
    }
  }

  @Test
  void shouldShowLogAndTraceWhenATestFails() {
    List<String> traces =
        run(FailingCase.class).testEvents().failed().stream()
            .map(
                event ->
                    event
                        .getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
            .map(ExtensionRunTest::stackTrace)
            .toList();
    assertThat(traces).hasSize(2);
    assertThat(traces)
        .allSatisfy(
            trace ->
                assertThat(trace)
                    .contains("asked for /asked")
                    .contains("proxy_on_request_headers(2, 5, true)")
                    .contains("proxy_add_header_map_value"));
    assertThat(traces)
        .anySatisfy(
            trace ->
                assertThat(trace)
                    .contains("the status of the response at the client: 418")
                    .contains("it is: 200"));
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @ProxyWasmTest
  static class NamelessCase {
    @Test
    void test(TestProxy proxy) {}
  }

  @Test
  void shouldSayHowToNameAPluginWhenThereIsNone() {
    assertThat(failure(run(NamelessCase.class).allEvents()))
        .hasMessageContaining("@ProxyWasmTest(MyPlugin.class)");
  }

  @ProxyWasmTest(module = "any.wasm")
  static class ModuleCase {
    @Test
    void test(Mode mode) {
      RUNS.add(mode);
    }
  }

  @Test
  void shouldSkipJavaWhenThePluginIsAModule() {
    EngineExecutionResults results = run(ModuleCase.class);
    results
        .testEvents()
        .skipped()
        .assertEventsMatchExactly(
            event(skippedWithReason("The plugin is a module: it has no mode JAVA.")));
    assertThat(RUNS).containsExactly(Mode.WASM);
  }

  @ProxyWasmTest(value = BuggyPlugin.class, mode = Modes.JAVA)
  static class MistakenCase {
    @Test
    void passesWithAMistake(TestProxy proxy) {
      assertThat(proxy.begin(HttpRequest.get("/forgotten-continue"))).didNotReachUpstream();
    }

    @Test
    void expectsTheMistake(TestProxy proxy) {
      assertThat(proxy.begin(HttpRequest.get("/forgotten-continue"))).isRequestPaused();
      assertThat(proxy).hasMistake(MistakeKind.FORGOTTEN_CONTINUE);
    }
  }

  @Test
  void shouldFailWhenThePluginGotSomethingWrongThatTheTestDoesNotExpect() {
    EngineExecutionResults results = run(MistakenCase.class);
    results.testEvents().assertStatistics(all -> all.succeeded(1).failed(1));
    assertThat(failure(results.testEvents()))
        .hasMessageContaining("The test passed, but the plugin got something wrong:")
        .hasMessageContaining("FORGOTTEN_CONTINUE: GET /forgotten-continue");
  }

  private static Throwable failure(Events events) {
    return events.failed().stream()
        .findFirst()
        .orElseThrow()
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .orElseThrow();
  }
}
