package io.proxywasm.cli;

import io.proxywasm.envoy.EchoUpstream;
import io.proxywasm.envoy.EnvoyException;
import io.proxywasm.host.PluginException;
import io.proxywasm.host.engine.WasmEngine;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestEngine;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.javaguest.JavaPlugin;
import io.proxywasm.proxy.Proxy;
import io.proxywasm.proxy.ProxyOptions;
import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.config.Listener;
import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.config.ProxyConfigReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A plugin in the embedded proxy, which runs in this JVM. */
final class EmbeddedHost implements RunHost {
  private final RunOptions options;
  private final LogView log;
  private final Consumer<String> warnings;
  private final @Nullable EchoUpstream echo;
  private final RunConfig config;
  private final CountDownLatch ended = new CountDownLatch(1);
  private Set<Path> replaced = Set.of();
  private volatile @Nullable JavaPlugin java;
  private volatile @Nullable Proxy proxy;

  /**
   * Makes a host that does not run yet.
   *
   * @param name the plugin's name
   * @param warnings is told what does not hinder, but should be known
   */
  EmbeddedHost(String name, RunOptions options, LogView log, Consumer<String> warnings) {
    this.options = options;
    this.log = log;
    this.warnings = warnings;
    // Nobody but Netty logs by slf4j here, and it has nothing to say that the proxy does not.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    this.echo = options.needsEcho() ? EchoUpstream.start() : null;
    this.config = new RunConfig(name, options, echo);
  }

  @Override
  public String title() {
    return "The embedded proxy (" + options.engine().name().toLowerCase(Locale.ROOT) + ")";
  }

  /** Looks at the configuration before the plugin is built, which takes longer. */
  @Override
  public void prepare() {
    Path yaml = options.envoyYaml;
    if (yaml != null) {
      ProxyConfig unused = refusing(() -> ProxyConfigReader.read(yaml));
    }
  }

  @Override
  public void start(PluginCode plugin) {
    Proxy started = refusing(() -> Proxy.start(config(plugin), how(plugin)));
    proxy = started;
    Thread waiting = new Thread(() -> awaitClose(started), "pwj-wait");
    waiting.setDaemon(true);
    waiting.start();
  }

  private ProxyOptions how(PluginCode plugin) {
    ProxyOptions.Builder how =
        ProxyOptions.builder()
            .workers(options.concurrency)
            .logLevel("wasm", options.logLevel.envoyName())
            .logTarget(line -> log.show(ProxyLog.entry(line)))
            .engine(engine());
    if (plugin instanceof PluginCode.Classes classes) {
      java = load(classes);
      replaced = files(config(plugin), classes);
      replaced.forEach(file -> how.codeOverride(file, this::java));
    }
    return how.build();
  }

  private GuestEngine engine() {
    if (options.engine() == RunOptions.Engine.INTERPRETED) {
      return WasmEngine.interpreted();
    }
    Path cache = CacheFolder.of("classes");
    try {
      return WasmEngine.compiled(cache);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      warnings.accept("Compiled plugins are not kept for the next start: " + e.getMessage());
      return WasmEngine.compiled();
    }
  }

  private static JavaPlugin load(PluginCode.Classes classes) {
    return JavaPlugin.of(
        classes.mainClass(),
        classes.classPath(),
        new JavaPlugin.Options(DebugJvm.port().isPresent()));
  }

  private GuestCode java() {
    return Objects.requireNonNull(java);
  }

  /** As what files the configuration names the module that the classes would become. */
  private Set<Path> files(ProxyConfig all, PluginCode.Classes classes) {
    Path module = classes.module().toAbsolutePath().normalize();
    Set<Path> files = new LinkedHashSet<>(CodeFiles.of(all));
    files.removeIf(file -> !file.toAbsolutePath().normalize().equals(module));
    if (files.isEmpty()) {
      throw new CliException(
          "no plugin of "
              + options.envoyYaml
              + " has the file "
              + Paths.shown(module)
              + ", for which --engine java runs the classes of this project");
    }
    return files;
  }

  private ProxyConfig config(PluginCode plugin) {
    if (options.envoyYaml != null) {
      return ProxyConfigReader.read(options.envoyYaml);
    }
    Path module =
        plugin instanceof PluginCode.Module file
            ? file.named().orElse(file.file()) // Names cost nothing here, and say where a trap was.
            : ((PluginCode.Classes) plugin).module();
    return ProxyConfigReader.read(config.of(module).bootstrap(), "the options");
  }

  @Override
  public boolean reload(PluginCode plugin) {
    return refusing(
        () -> {
          ProxyConfig next = config(plugin);
          if (plugin instanceof PluginCode.Classes classes) {
            if (!replaced.containsAll(files(next, classes))) {
              throw new CliException(
                  "the module has another name in the configuration: start anew");
            }
            java = load(classes);
          }
          proxy().reload(next);
          return false;
        });
  }

  private static <T> T refusing(Supplier<T> action) {
    try {
      return action.get();
    } catch (ConfigException | PluginException | GuestException | EnvoyException e) {
      throw new CliException(e);
    }
  }

  @Override
  public Map<String, InetSocketAddress> addresses() {
    Map<String, Integer> ports = proxy().ports();
    Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    for (Listener listener : proxy().config().listeners()) {
      Integer port = ports.get(listener.name());
      if (port != null) {
        addresses.put(listener.name(), new InetSocketAddress(listener.address().host(), port));
      }
    }
    return addresses;
  }

  @Override
  public Optional<URI> admin() {
    return proxy().adminPort().stream()
        .mapToObj(port -> URI.create("http://127.0.0.1:" + port + "/"))
        .findFirst();
  }

  private void awaitClose(Proxy started) {
    try {
      started.awaitClose();
      ended.countDown();
    } catch (InterruptedException e) {
      // Nobody waits for it.
    }
  }

  @Override
  public boolean isAlive() {
    return ended.getCount() > 0;
  }

  @Override
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Proxy proxy() {
    return Objects.requireNonNull(proxy);
  }

  /** Lets requests under way end, for some seconds. */
  @Override
  public void close() {
    Proxy running = proxy;
    if (running != null) {
      running.close();
    }
    if (echo != null) {
      echo.close();
    }
  }
}
