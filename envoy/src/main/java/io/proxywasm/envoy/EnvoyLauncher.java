package io.proxywasm.envoy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** How to start Envoy. Not thread-safe; may be used for several starts. */
public final class EnvoyLauncher {
  private final EnvoyBinary binary;
  private int concurrency = 1;
  private final Map<String, String> levels = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Consumer<EnvoyLogLine> listener = line -> {};
  private Duration startTimeout = Duration.ofSeconds(60);

  private EnvoyLauncher(EnvoyBinary binary) {
    this.binary = binary;
    levels.put("main", "error"); // It lists all its extensions at level info.
  }

  /**
   * Starts from the defaults: one worker, log level {@code info}.
   *
   * @param binary which Envoy
   * @return a launcher
   */
  public static EnvoyLauncher of(EnvoyBinary binary) {
    return new EnvoyLauncher(binary);
  }

  /**
   * Sets the number of workers. Each has a VM of its own.
   *
   * @param workers at least 1
   * @return this
   */
  public EnvoyLauncher concurrency(int workers) {
    concurrency = workers;
    return this;
  }

  /**
   * Sets the log level of a component; the others log at {@code info}. Plugins log as {@code wasm}.
   *
   * @param component such as {@code wasm}
   * @param level {@code trace} to {@code critical}, or {@code off}
   * @return this
   */
  public EnvoyLauncher logLevel(String component, String level) {
    levels.put(component, level);
    return this;
  }

  /**
   * Sets who gets each log record, on a thread that reads the log; it should return soon.
   *
   * @param value the listener
   * @return this
   */
  public EnvoyLauncher onLog(Consumer<EnvoyLogLine> value) {
    listener = value;
    return this;
  }

  /**
   * Sets an environment variable of Envoy's process.
   *
   * @param variable its name
   * @param value its value
   * @return this
   */
  public EnvoyLauncher environment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /**
   * Sets how long Envoy may take until it is ready, 60 seconds by default: a big plugin is compiled
   * at the start.
   *
   * @param value the time
   * @return this
   */
  public EnvoyLauncher startTimeout(Duration value) {
    startTimeout = value;
    return this;
  }

  /**
   * Starts Envoy and waits until it serves. Plugin files are copied first; {@link
   * EnvoyProcess#reload} replaces them.
   *
   * @param config what it shall do
   * @return the running Envoy
   * @throws EnvoyException when it cannot start, with the reason that Envoy gave
   */
  public EnvoyProcess start(EnvoyConfig config) {
    RunDirectory directory = RunDirectory.create();
    try {
      String clusters = directory.writeClusters(config.clusters());
      String listeners = directory.writeListeners(config.listeners());
      List<String> command = command(directory);
      command.addAll(List.of("-c", directory.writeBootstrap().toString()));
      List<EnvoyPlugin> plugins =
          config.listeners().stream().flatMap(l -> l.plugins().stream()).toList();
      EnvoyProcess process = run(command, directory, new LogParser(plugins));
      try {
        process.serve(new Discovery(process, directory, config, clusters, listeners));
        return process;
      } catch (RuntimeException e) {
        process.close();
        throw e;
      }
    } catch (RuntimeException e) {
      directory.delete();
      throw e;
    }
  }

  /**
   * Starts Envoy with a bootstrap file of your own, and waits until it serves. Its {@code admin} is
   * replaced by one on a free loopback port. It cannot be reloaded.
   *
   * @param bootstrap YAML or JSON as {@code envoy -c} takes it
   * @return the running Envoy
   * @throws EnvoyException when it cannot start, with the reason that Envoy gave
   */
  public EnvoyProcess start(Path bootstrap) {
    RunDirectory directory = RunDirectory.create();
    try {
      List<String> command = command(directory);
      command.addAll(List.of("-c", bootstrap.toAbsolutePath().toString(), "--config-yaml"));
      command.add(Json.write(Fields.fields("admin", BootstrapRenderer.admin())));
      return run(command, directory, new LogParser(List.of()));
    } catch (RuntimeException e) {
      directory.delete();
      throw e;
    }
  }

  private List<String> command(RunDirectory directory) {
    List<String> command = new ArrayList<>();
    command.add(binary.path().toString());
    command.addAll(List.of("--concurrency", Integer.toString(concurrency)));
    command.addAll(List.of("--disable-hot-restart", "--use-dynamic-base-id"));
    command.addAll(List.of("--admin-address-path", directory.adminAddress().toString()));
    command.addAll(List.of("--log-format", LogParser.FORMAT, "--log-format-escaped"));
    command.addAll(List.of("--log-level", "info", "--component-log-level"));
    command.add(
        levels.entrySet().stream()
            .map(entry -> entry.getKey() + ":" + entry.getValue())
            .collect(Collectors.joining(",")));
    // Old code after a reload: told to leave at once, given some time to end.
    command.addAll(List.of("--drain-strategy", "immediate", "--drain-time-s", "10"));
    return command;
  }

  private EnvoyProcess run(List<String> command, RunDirectory directory, LogParser parser) {
    EnvoyProcess process = EnvoyProcess.start(command, environment, directory, parser, listener);
    try {
      process.awaitReady(startTimeout);
      return process;
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }
}
