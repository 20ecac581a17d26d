package io.proxywasm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the tests of a project. */
@Command(
    name = "test",
    description = "Run a project's unit tests: as Java, and with the module that is made of it.",
    footer = {
      "",
      "Examples:",
      "  pwj test                           the project in this folder",
      "  pwj test my-filter --mode java     only as Java, which is faster",
      "  pwj test my-filter --only Auth     only classes with Auth in their names",
      "  pwj test my-filter --debug         wait for a debugger"
    })
final class TestCommand extends PwjCommand {
  /** Names of {@code io.proxywasm.testkit.junit.Modes}. */
  private enum TestMode {
    JAVA,
    WASM,
    BOTH,
    ENVOY,
    ALL
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The project's folder, this one by default.")
  private Path folder = Path.of("");

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "What runs instead of what the tests say: ${COMPLETION-CANDIDATES}.")
  private @Nullable TestMode mode;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "Only test classes that have this in their names.")
  private @Nullable String only;

  @Option(
      names = "--debug",
      arity = "0..1",
      fallbackValue = "5005",
      paramLabel = "PORT",
      description = "Wait for a debugger, on port ${FALLBACK-VALUE} if none is named.")
  private @Nullable Integer debugPort;

  @Override
  public Integer call() {
    Terminal terminal = terminal();
    List<String> jvm = new ArrayList<>();
    if (mode != null) {
      jvm.add("-Dpwj.test.mode=" + mode);
    }
    if (debugPort != null) {
      jvm.add(
          "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:" + debugPort);
    }
    return new TestRun(ProjectLayout.of(folder), terminal).run(jvm, only == null ? "" : only);
  }
}
