package io.proxywasm.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds a plugin. */
@Command(
    name = "build",
    description = "Build a plugin: its Java, and the WebAssembly that Envoy loads.",
    footer = {
      "",
      "Examples:",
      "  pwj build                          the project in this folder",
      "  pwj build my-filter -o auth.wasm   another folder, another file",
      "  pwj build my-filter --names        with names, for stack traces"
    })
final class BuildCommand extends PwjCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The project's folder, this one by default.")
  private Path folder = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write, DIR/target/plugin.wasm by default.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Tell the outcome as JSON.")
  private boolean json;

  @Mixin private BuildMixin build = new BuildMixin();

  @Override
  public Integer call() {
    Terminal terminal = terminal();
    BuildPrinter printer = new BuildPrinter(terminal);
    try {
      BuildOutput result =
          new PluginBuild(
                  ProjectLayout.of(folder),
                  build.options(output),
                  json ? text -> {} : terminal::progress)
              .run();
      if (json) {
        terminal.line(Json.write(BuildPrinter.json(result)));
      } else {
        printer.summary(result);
      }
      return CommandLine.ExitCode.OK;
    } catch (CliException failure) {
      if (!json) {
        throw failure;
      }
      terminal.line(Json.write(BuildPrinter.json(failure)));
      return CommandLine.ExitCode.SOFTWARE;
    }
  }
}
