package io.proxywasm.cli;

import io.proxywasm.compiler.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says that there is no plugin, and all that is to be known about why. */
final class BuildException extends CliException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;
  private final String output;

  /**
   * Reports a failed build.
   *
   * @param message the outcome in a line
   * @param diagnostics what our compiler says
   * @param output what another tool said, such as javac
   */
  BuildException(String message, List<Diagnostic> diagnostics, String output) {
    super(message);
    this.diagnostics = List.copyOf(diagnostics);
    this.output = output;
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  String output() {
    return output;
  }

  String details() {
    return Stream.concat(
            Stream.of(output.stripTrailing()), diagnostics.stream().map(Diagnostic::toString))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
