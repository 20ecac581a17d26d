package io.proxywasm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands have. */
abstract class PwjCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli looks at the option itself.
  private boolean help;

  final CommandSpec spec() {
    return spec;
  }

  final Terminal terminal() {
    return Terminal.of(spec.commandLine());
  }

  /** All that was typed after {@code pwj}. */
  final List<String> arguments() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  /** Says that the command was not understood. */
  final ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
