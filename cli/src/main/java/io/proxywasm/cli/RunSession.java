package io.proxywasm.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ExitCode;

/** A plugin in a running host, from the first build to Ctrl-C. */
final class RunSession implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(150);

  private final Terminal terminal;
  private final PluginSource source;
  private final RunOptions options;
  private final LogView log;
  private final RunHost host;
  private final Thread hook = new Thread(this::stopping, "pwj-stop");
  private final SourceWatch files;

  RunSession(
      Terminal terminal, PluginSource source, RunOptions options, RunHost host, LogView log) {
    this.terminal = terminal;
    this.source = source;
    this.options = options;
    this.host = host;
    this.log = log;
    this.files = new SourceWatch(watched()); // Before the first build, to miss nothing after it.
  }

  /** Builds, starts the host and says where it is. */
  void start() {
    host.prepare();
    PluginCode plugin = source.code();
    Runtime.getRuntime().addShutdownHook(hook);
    host.start(plugin);
    log.release();
    greet();
  }

  private void greet() {
    terminal.line(host.title() + " runs " + terminal.bold(source.name()) + ". Ctrl-C stops it.");
    host.addresses().values().forEach(address -> terminal.line("  curl -i " + uri(address)));
    host.admin().ifPresent(uri -> terminal.line("  " + terminal.dim("admin: " + uri)));
    DebugJvm.port().ifPresent(port -> terminal.line("  Debugger: attach to localhost:" + port));
  }

  private static String uri(InetSocketAddress address) {
    String name = address.getAddress().getHostAddress();
    String shown =
        address.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : name.indexOf(':') >= 0 ? "[" + name + "]" : name;
    return "http://" + shown + ":" + address.getPort() + "/";
  }

  /**
   * Waits for the end: of the host, or of this thread's patience.
   *
   * @param watch whether to load the plugin anew when its source changes
   */
  int serve(boolean watch) {
    if (watch) {
      terminal.line("  " + terminal.dim("watching " + Paths.shown(source.inputs().get(0))));
      rehearse();
    }
    try {
      while (!host.awaitEnd(LOOK)) {
        if (watch && files.changed()) {
          reload();
        }
      }
      return ExitCode.OK;
    } catch (InterruptedException stop) {
      return ExitCode.OK;
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
      PluginCode plugin = source.code();
      log.hold();
      boolean anew = host.reload(plugin);
      log.release();
      if (anew) {
        greet();
      }
      terminal.line(
          "Loaded anew, "
              + Texts.seconds(Duration.ofNanos(System.nanoTime() - start))
              + " after the change was seen.");
    } catch (CliException e) {
      log.forget();
      if (e instanceof BuildException build) {
        terminal.block(build.details());
      }
      goesOn(e);
    }
  }

  private void goesOn(RuntimeException failure) {
    terminal.error(failure);
    if (!host.isAlive()) {
      throw new CliException(host.title() + " does not run any more");
    }
    terminal.line(terminal.dim("The plugin that was loaded before goes on."));
  }

  private void stopping() {
    host.close();
  }

  @Override
  public void close() {
    host.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already.
    }
  }
}
