package io.proxywasm.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what is in a module. */
@Command(
    name = "inspect",
    description = "Show what is in a module, and what its bytes are for.",
    footer = {
      "",
      "Classes and packages are known for modules with names, and for projects that were built.",
      "",
      "Examples:",
      "  pwj inspect my-filter              the plugin that 'pwj build my-filter' made",
      "  pwj inspect plugin.wasm --functions   every function with its size",
      "  pwj inspect plugin.wasm --json     for scripts"
    })
final class InspectCommand extends PwjCommand {
  @Parameters(paramLabel = "FILE", description = "A module, or the folder of a built project.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Option(names = "--functions", description = "List every function with its size.")
  private boolean functions;

  @Option(names = "--json", description = "Show it as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    ModuleFile found = ModuleFile.read(file);
    ModuleReport report = ModuleReport.of(found.module(), found.names());
    Terminal terminal = terminal();
    if (json) {
      terminal.line(Json.write(InspectJson.of(found.file(), report, functions)));
    } else {
      new InspectPrinter(terminal, report).print(found.file(), functions);
    }
    return CommandLine.ExitCode.OK;
  }
}
