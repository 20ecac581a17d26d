package io.proxywasm.envoy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running Envoy. {@link #close} stops it; it also ends with this JVM, however the JVM ends. Safe
 * for use by several threads.
 */
public final class EnvoyProcess implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(5);

  private final Process process;
  private final RunDirectory directory;
  private final Watchdog watchdog;
  private final LogReader reader;
  private final Thread hook;
  private volatile @Nullable Admin admin;
  private volatile @Nullable Discovery discovery;

  private EnvoyProcess(
      Process process, RunDirectory directory, Watchdog watchdog, LogReader reader) {
    this.process = process;
    this.directory = directory;
    this.watchdog = watchdog;
    this.reader = reader;
    this.hook = new Thread(this::stop, "envoy-stop");
  }

  static EnvoyProcess start(
      List<String> command,
      Map<String, String> environment,
      RunDirectory directory,
      LogParser parser,
      Consumer<EnvoyLogLine> listener) {
    Watchdog watchdog = Watchdog.start(directory.path());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process;
    try {
      process = Programs.start(builder);
    } catch (IOException e) {
      watchdog.release();
      throw EnvoyBinary.cannotRun(Path.of(command.get(0)), e);
    }
    watchdog.watch(process.pid());
    EnvoyProcess envoy =
        new EnvoyProcess(
            process,
            directory,
            watchdog,
            LogReader.start(process.getInputStream(), parser, listener));
    Runtime.getRuntime().addShutdownHook(envoy.hook);
    var unused = process.onExit().thenRun(watchdog::release);
    return envoy;
  }

  void awaitReady(Duration timeout) {
    Admin ready = Poll.until(timeout, this::readyAdmin);
    if (ready == null) {
      throw new EnvoyException(
          String.format(
              "Envoy was not ready after %d s. Its last log lines:%n%s",
              timeout.toSeconds(), log().tail(10)));
    }
    this.admin = ready;
  }

  void serve(Discovery value) {
    this.discovery = value;
  }

  private @Nullable Admin readyAdmin() {
    if (!process.isAlive()) {
      drainLog();
      throw Refusal.of(
          "Envoy ended with exit code " + process.exitValue() + " at its start", log().lines());
    }
    try {
      Path file = directory.adminAddress();
      String address = Files.exists(file) ? Files.readString(file).strip() : "";
      if (address.isEmpty()) {
        return null;
      }
      Admin candidate = new Admin(address);
      this.admin = candidate;
      return candidate.send("GET", "ready").status() == 200 ? candidate : null;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The process id.
   *
   * @return the id
   */
  public long pid() {
    return process.pid();
  }

  /**
   * Whether it runs.
   *
   * @return false after its end
   */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Completes when Envoy has ended, for whatever reason.
   *
   * @return its exit code
   */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /**
   * The exit code.
   *
   * @return empty while it runs
   */
  public OptionalInt exitCode() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /**
   * The log so far and to come.
   *
   * @return the log
   */
  public EnvoyLog log() {
    return reader.log();
  }

  /**
   * The port that a listener really has.
   *
   * @param listener the listener's name
   * @return the port
   * @throws EnvoyException when there is no such listener
   */
  public int port(String listener) {
    Map<String, Integer> ports = ports();
    Integer port = ports.get(listener);
    if (port == null) {
      throw new EnvoyException(
          "Envoy has no listener " + listener + ". Listeners: " + ports.keySet() + ".");
    }
    return port;
  }

  /**
   * The ports of all listeners.
   *
   * @return ports by the listeners' names
   */
  public Map<String, Integer> ports() {
    return admin().ports();
  }

  /**
   * Where the admin interface is.
   *
   * @return its URI
   */
  public URI adminUri() {
    return admin().uri();
  }

  /**
   * Asks the admin interface.
   *
   * @param path such as {@code clusters} or {@code config_dump}
   * @return the answer
   * @throws EnvoyException when the answer is not 200
   */
  public String adminGet(String path) {
    return admin().text("GET", path);
  }

  /**
   * Tells the admin interface.
   *
   * @param path such as {@code logging?wasm=trace}
   * @return the answer
   * @throws EnvoyException when the answer is not 200
   */
  public String adminPost(String path) {
    return admin().text("POST", path);
  }

  /**
   * All counters and gauges.
   *
   * @return values by name
   */
  public Map<String, Long> stats() {
    return stats("");
  }

  /**
   * Some counters and gauges.
   *
   * @param filter a regular expression that the names contain
   * @return values by name
   */
  public Map<String, Long> stats(String filter) {
    return admin().stats(filter);
  }

  /**
   * What Envoy has used so far.
   *
   * @return processor time and memory
   */
  public EnvoyUsage usage() {
    return Usage.of(process.toHandle());
  }

  /**
   * Replaces the configuration, with plugin files read anew, and waits until Envoy has taken it.
   * Requests under way end with the old plugins. A listener with port 0 keeps its port.
   *
   * @param config the new configuration
   * @throws EnvoyException when Envoy refused it, with the reason; it goes on with the old one
   */
  public void reload(EnvoyConfig config) {
    Discovery files = discovery;
    if (files == null) {
      throw new EnvoyException("An Envoy with a bootstrap file of its own cannot be reloaded.");
    }
    files.replace(config);
  }

  /** Stops Envoy and removes its files. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already.
    }
  }

  private void stop() {
    boolean interrupted = false;
    process.destroy();
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    watchdog.release();
    drainLog();
    directory.delete();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void drainLog() {
    try {
      reader.drain(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Admin admin() {
    Admin present = admin;
    if (present == null) {
      throw new EnvoyException("Envoy has no admin interface yet.");
    }
    return present;
  }
}
