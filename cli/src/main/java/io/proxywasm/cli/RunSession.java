package io.proxywasm.cli;

import io.proxywasm.envoy.EchoUpstream;
import io.proxywasm.envoy.EnvoyBinary;
import io.proxywasm.envoy.EnvoyException;
import io.proxywasm.envoy.EnvoyLauncher;
import io.proxywasm.envoy.EnvoyProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** A plugin in a running Envoy, from the first build to Ctrl-C. */
final class RunSession implements AutoCloseable {
  private static final long LOOK_MILLIS = 150;

  private final Terminal terminal;
  private final PluginSource source;
  private final RunOptions options;
  private final LogView log;
  private final EnvoyBinary binary;
  private final Thread hook = new Thread(this::stopping, "pwj-stop");
  private final @Nullable EchoUpstream echo;
  private final RunConfig config;
  private final SourceWatch files;
  private @Nullable EnvoyProcess envoy;
  private volatile boolean stopping;

  RunSession(Terminal terminal, EnvoyBinary binary, PluginSource source, RunOptions options) {
    this.terminal = terminal;
    this.binary = binary;
    this.source = source;
    this.options = options;
    this.log = new LogView(terminal, options.verbose);
    this.echo = options.upstream == null && options.envoyYaml == null ? EchoUpstream.start() : null;
    this.config = new RunConfig(source.name(), options, echo);
    this.files = new SourceWatch(watched()); // Before the first build, to miss nothing after it.
  }

  /** Builds, starts Envoy and says where it is. */
  void start() {
    Path module = source.module();
    Runtime.getRuntime().addShutdownHook(hook);
    EnvoyProcess process = launch(module);
    greet(process);
  }

  private EnvoyProcess launch(Path module) {
    EnvoyLauncher launcher =
        EnvoyLauncher.of(binary)
            .concurrency(options.concurrency)
            .logLevel("wasm", options.logLevel.envoyName())
            .onLog(log::show);
    EnvoyProcess process =
        options.envoyYaml == null
            ? launcher.start(config.of(module))
            : launcher.start(options.envoyYaml);
    this.envoy = process;
    log.release();
    return process;
  }

  private void greet(EnvoyProcess process) {
    terminal.line(
        "Envoy "
            + binary.version()
            + " runs "
            + terminal.bold(source.name())
            + ". Ctrl-C stops it.");
    process
        .ports()
        .forEach((name, port) -> terminal.line("  curl -i http://127.0.0.1:" + port + "/"));
    terminal.line("  " + terminal.dim("admin: " + process.adminUri()));
  }

  /**
   * Waits for the end: of Envoy, or of this thread's patience.
   *
   * @param watch whether to load the plugin anew when its source changes
   */
  int serve(boolean watch) {
    if (watch) {
      terminal.line("  " + terminal.dim("watching " + Paths.shown(source.inputs().get(0))));
      rehearse();
    }
    while (true) {
      try {
        int code = process().onExit().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        // Ctrl-C reaches Envoy as well, and it may be faster.
        if (!stopping && code != 0) {
          throw new CliException(ended(code));
        }
        return ExitCode.OK;
      } catch (TimeoutException running) {
        if (watch && files.changed()) {
          reload();
        }
      } catch (InterruptedException stop) {
        return ExitCode.OK;
      } catch (ExecutionException e) {
        throw new IllegalStateException("cannot wait for Envoy", e);
      }
    }
  }

  /** The first builds of a JVM are slow: they are done while the user looks for the editor. */
  private void rehearse() {
    Thread thread =
        new Thread(
            () -> {
              source.rehearse();
              source.rehearse();
            },
            "pwj-rehearsal");
    thread.setDaemon(true);
    thread.start();
  }

  private List<Path> watched() {
    List<Path> paths = new ArrayList<>(source.inputs());
    Stream.of(options.config, options.vmConfig)
        .filter(value -> value.startsWith("@"))
        .map(value -> Path.of(value.substring(1)))
        .forEach(paths::add);
    if (options.envoyYaml != null) {
      paths.add(options.envoyYaml);
    }
    return paths;
  }

  private void reload() {
    long start = System.nanoTime();
    try {
      Path module = source.module();
      if (options.envoyYaml == null) {
        log.hold();
        process().reload(config.of(module));
        log.release();
      } else {
        process().close();
        greet(launch(module));
      }
      terminal.line(
          "Loaded anew, "
              + Texts.seconds(Duration.ofNanos(System.nanoTime() - start))
              + " after the change was seen.");
    } catch (BuildException e) {
      terminal.block(e.details());
      goesOn(e);
    } catch (CliException | EnvoyException e) {
      log.forget();
      goesOn(e);
    }
  }

  private void goesOn(RuntimeException failure) {
    terminal.error(failure);
    if (!process().isAlive()) {
      throw new CliException("Envoy does not run any more");
    }
    terminal.line(terminal.dim("The plugin that was loaded before goes on."));
  }

  private static String ended(int code) {
    return "Envoy ended by itself, with exit code " + code + "; its last words are above";
  }

  private EnvoyProcess process() {
    EnvoyProcess process = envoy;
    if (process == null) {
      throw new IllegalStateException("Envoy was not started");
    }
    return process;
  }

  private void stopping() {
    stopping = true;
    EnvoyProcess process = envoy;
    if (process != null) {
      process.close();
    }
  }

  @Override
  public void close() {
    EnvoyProcess process = envoy;
    if (process != null) {
      process.close();
    }
    if (echo != null) {
      echo.close();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already.
    }
  }
}
