package io.proxywasm.cli;

import io.proxywasm.envoy.EchoUpstream;
import io.proxywasm.envoy.EnvoyBinary;
import io.proxywasm.envoy.EnvoyException;
import io.proxywasm.envoy.EnvoyLauncher;
import io.proxywasm.envoy.EnvoyLogLine;
import io.proxywasm.envoy.EnvoyProcess;
import io.proxywasm.envoy.PluginLog;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A plugin in a real Envoy. */
final class EnvoyHost implements RunHost {
  private final EnvoyBinary binary;
  private final RunOptions options;
  private final LogView log;
  private final @Nullable EchoUpstream echo;
  private final RunConfig config;
  private volatile @Nullable EnvoyProcess envoy;
  private volatile boolean closed;

  EnvoyHost(EnvoyBinary binary, String name, RunOptions options, LogView log) {
    this.binary = binary;
    this.options = options;
    this.log = log;
    this.echo = options.needsEcho() ? EchoUpstream.start() : null;
    this.config = new RunConfig(name, options, echo);
  }

  @Override
  public String title() {
    return "Envoy " + binary.version();
  }

  @Override
  public void start(PluginCode plugin) {
    Path module = module(plugin);
    EnvoyLauncher launcher =
        EnvoyLauncher.of(binary)
            .concurrency(options.concurrency)
            .logLevel("wasm", options.logLevel.envoyName())
            .onLog(line -> log.show(entry(line)));
    try {
      envoy =
          options.envoyYaml == null
              ? launcher.start(config.of(module))
              : launcher.start(options.envoyYaml);
    } catch (EnvoyException e) {
      throw new CliException(e);
    }
  }

  @Override
  public boolean reload(PluginCode plugin) {
    if (options.envoyYaml != null) {
      process().close();
      start(plugin);
      return true;
    }
    try {
      process().reload(config.of(module(plugin)));
    } catch (EnvoyException e) {
      throw new CliException(e);
    }
    return false;
  }

  private static Path module(PluginCode plugin) {
    if (plugin instanceof PluginCode.Module module) {
      return module.file();
    }
    throw new IllegalStateException("Envoy takes modules only");
  }

  private static LogEntry entry(EnvoyLogLine line) {
    return new LogEntry(
        line.level(),
        line.component(),
        line.plugin().map(plugin -> plugin.name().orElse("")),
        line.plugin().map(PluginLog::message).orElse(line.message()));
  }

  @Override
  public Map<String, InetSocketAddress> addresses() {
    Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    process()
        .ports()
        .forEach(
            (name, port) -> addresses.put(name, new InetSocketAddress(Ports.loopback(), port)));
    return addresses;
  }

  @Override
  public Optional<URI> admin() {
    return Optional.of(process().adminUri());
  }

  @Override
  public boolean isAlive() {
    return process().isAlive();
  }

  @Override
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    try {
      int code = process().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      // Ctrl-C reaches Envoy as well, and it may be faster.
      if (!closed && code != 0) {
        throw new CliException(
            "Envoy ended by itself, with exit code " + code + "; its last words are above");
      }
      return true;
    } catch (TimeoutException running) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for Envoy", e);
    }
  }

  private EnvoyProcess process() {
    EnvoyProcess process = envoy;
    if (process == null) {
      throw new IllegalStateException("Envoy was not started");
    }
    return process;
  }

  @Override
  public void close() {
    closed = true;
    EnvoyProcess process = envoy;
    if (process != null) {
      process.close();
    }
    if (echo != null) {
      echo.close();
    }
  }
}
