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

  private final transient SourceLinks links;

  /**
   * Reports a failed build without places in the project's sources.
   *
   * @param message the outcome in a line
   * @param output what another tool said, such as javac
   */
  BuildException(String message, String output) {
    this(message, List.of(), output, new SourceLinks(List.of()));
  }

  /**
   * Reports what our compiler says.
   *
   * @param message the outcome in a line
   * @param diagnostics the reasons
   * @param layout the project
   */
  BuildException(String message, List<Diagnostic> diagnostics, ProjectLayout layout) {
    this(
        message,
        diagnostics,
        "",
        new SourceLinks(List.of(layout.javaSources(), layout.kotlinSources())));
  }

  private BuildException(
      String message, List<Diagnostic> diagnostics, String output, SourceLinks links) {
    super(message);
    this.diagnostics = List.copyOf(diagnostics);
    this.output = output;
    this.links = links;
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  String output() {
    return output;
  }

  String details() {
    return Stream.concat(
            Stream.of(output.stripTrailing()), diagnostics.stream().map(links::describe))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
