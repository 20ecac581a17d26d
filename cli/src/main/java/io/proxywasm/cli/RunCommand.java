package io.proxywasm.cli;

import io.proxywasm.envoy.EnvoyBinary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a plugin in a real Envoy. */
@Command(
    name = "run",
    description = "Build a plugin and run it in a real Envoy, until Ctrl-C.",
    footer = {
      "",
      "Examples:",
      "  pwj run my-filter --watch          again at each change",
      "  pwj run my-filter --config @auth.json --upstream localhost:3000",
      "  pwj run plugin.wasm --envoy=1.40.0 --port 0",
      "  pwj run my-filter --envoy-yaml envoy.yaml"
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
    if (!Files.exists(path)) {
      throw new CliException("there is no project and no module " + path);
    }
    PluginSource source = new PluginSource(path, build.options(null), terminal);
    checkPort();
    EnvoyBinary envoy = EnvoyChoice.find(options.envoy, terminal::progress);
    try (RunSession session = new RunSession(terminal, envoy, source, options)) {
      session.start();
      return session.serve(watch);
    }
  }

  private void checkOptions() {
    if (options.concurrency < 1) {
      throw misuse("--concurrency must be at least 1");
    }
    if (options.port < 0 || options.port > 65535) {
      throw misuse("--port must be 0 to 65535");
    }
    boolean shaped =
        options.upstream != null
            || !options.config.isEmpty()
            || !options.vmConfig.isEmpty()
            || !options.clusters.isEmpty();
    if (options.envoyYaml != null && shaped) {
      throw misuse(
          "--envoy-yaml says it all: --upstream, --config, --vm-config and --cluster do not go"
              + " with it");
    }
    if (options.envoyYaml != null && !Files.isRegularFile(options.envoyYaml)) {
      throw new CliException("there is no file " + options.envoyYaml);
    }
  }

  /** Tells about a port in use before anything that takes time. Envoy looks again. */
  private void checkPort() {
    if (options.port == 0 || options.envoyYaml != null) {
      return;
    }
    try (ServerSocket probe = new ServerSocket(options.port, 1, InetAddress.getLoopbackAddress())) {
      probe.setReuseAddress(true);
    } catch (IOException e) {
      throw new CliException(
          "cannot listen on 127.0.0.1:"
              + options.port
              + " ("
              + e.getMessage()
              + "): stop what listens there, or choose another port with --port (0 takes a free one)",
          e);
    }
  }
}
