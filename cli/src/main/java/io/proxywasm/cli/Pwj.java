package io.proxywasm.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/** The command that has all others. */
@Command(
    name = "pwj",
    description = "Envoy filters in plain Java: write, test, build, run.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class,
    subcommands = {
      InitCommand.class,
      BuildCommand.class,
      TestCommand.class,
      RunCommand.class,
      InspectCommand.class,
      ValidateCommand.class,
      EnvoyCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  pwj init my-filter                 make a project",
      "  pwj run my-filter --watch          build it and run it in Envoy",
      "  pwj test my-filter                 run its unit tests",
      "  pwj build my-filter                make my-filter/target/plugin.wasm",
      "  pwj inspect my-filter              what is in it, and what its bytes are for"
    })
final class Pwj extends PwjCommand {
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // picocli looks at the option itself.
  private boolean version;

  @Override
  public Integer call() {
    spec().commandLine().usage(spec().commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }
}
