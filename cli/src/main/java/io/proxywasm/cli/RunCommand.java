package io.proxywasm.cli;

import io.proxywasm.cli.RunOptions.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a plugin. */
@Command(
    name = "run",
    description =
        "Build a plugin and run it behind a proxy, until Ctrl-C: the embedded one, which reads"
            + " Envoy's configuration and does what Envoy does, or a real Envoy.",
    footer = {
      "",
      "Examples:",
      "  pwj run my-filter --watch          again at each change",
      "  pwj run my-filter --config @auth.json --upstream localhost:3000",
      "  pwj run plugin.wasm --port 0       a module, of whatever language",
      "  pwj run my-filter --engine java --debug",
      "  pwj run my-filter --envoy-yaml envoy.yaml",
      "  pwj run my-filter --envoy=1.40.0   in a real Envoy"
    })
final class RunCommand extends PwjCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR|FILE",
      description = "A project's folder, this one by default, or a module.")
  private Path path = Path.of("");

  @Option(names = "--watch", description = "Build and load anew when a source file changes.")
  private boolean watch;

  @Mixin private RunOptions options = new RunOptions();

  @Mixin private BuildMixin build = new BuildMixin();

  @Override
  public Integer call() {
    checkOptions();
    Terminal terminal = terminal();
    boolean asJava = options.engine() == Engine.JAVA;
    PluginSource source = new PluginSource(path, asJava, build.options(null), terminal);
    if (options.envoyYaml == null) {
      Ports.check(options.port(), "--port");
    }
    if (options.debug != null && DebugJvm.port().isEmpty()) {
      return DebugJvm.run(options.debug, arguments());
    }
    LogView log =
        new LogView(
            terminal,
            options.envoy == null ? "proxy" : "envoy",
            options.verbose,
            new Advice(options)::about);
    try (RunSession session =
        new RunSession(terminal, source, options, host(source.name(), terminal, log), log)) {
      session.start();
      return session.serve(watch);
    }
  }

  private RunHost host(String name, Terminal terminal, LogView log) {
    return options.envoy == null
        ? new EmbeddedHost(name, options, log, terminal::progress)
        : new EnvoyHost(EnvoyChoice.find(options.envoy, terminal::progress), name, options, log);
  }

  private void checkOptions() {
    if (options.concurrency < 1) {
      throw misuse("--concurrency must be at least 1");
    }
    checkPort("--port", options.port);
    checkPort("--debug", options.debug);
    boolean shaped =
        options.upstream != null
            || options.port != null
            || !options.config.isEmpty()
            || !options.vmConfig.isEmpty()
            || !options.clusters.isEmpty();
    if (options.envoyYaml != null && shaped) {
      throw misuse(
          "--envoy-yaml says it all: --port, --upstream, --config, --vm-config and --cluster do"
              + " not go with it");
    }
    if (options.envoy != null && options.engine != null) {
      throw misuse("--engine is for the embedded proxy, and --envoy is another one");
    }
    if (options.debug != null && options.engine() != Engine.JAVA) {
      throw misuse("--debug needs --engine java: a debugger finds no Java in a module");
    }
    if (options.envoyYaml != null && !Files.isRegularFile(options.envoyYaml)) {
      throw new CliException("there is no file " + options.envoyYaml);
    }
  }

  private void checkPort(String option, @Nullable Integer port) {
    if (port != null && (port < 0 || port > 65535)) {
      throw misuse(option + " must be 0 to 65535");
    }
  }
}
