package io.proxywasm.proxy;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.Host;
import io.proxywasm.host.PluginException;
import io.proxywasm.host.PropertyValue;
import io.proxywasm.host.Stats;
import io.proxywasm.host.guest.GuestEngine;
import io.proxywasm.proxy.accesslog.LogEntry;
import io.proxywasm.proxy.accesslog.LogFiles;
import io.proxywasm.proxy.accesslog.TextLogs;
import io.proxywasm.proxy.admin.AdminServer;
import io.proxywasm.proxy.admin.AdminTarget;
import io.proxywasm.proxy.callout.ClusterCallouts;
import io.proxywasm.proxy.cluster.Clusters;
import io.proxywasm.proxy.cluster.UpstreamCluster;
import io.proxywasm.proxy.config.Admin;
import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.config.ProxyConfigReader;
import io.proxywasm.proxy.listener.Listeners;
import io.proxywasm.proxy.log.Loggers;
import io.proxywasm.proxy.log.Loggers.Logger;
import io.proxywasm.proxy.net.EventLoops;
import io.proxywasm.proxy.net.PropertyValues;
import io.proxywasm.proxy.plugin.CodePreload;
import io.proxywasm.proxy.plugin.Plugins;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running proxy. It reads Envoy's configuration, serves its listeners, and runs its plugins; both
 * can be exchanged while it runs. Thread-safe.
 */
public final class Proxy implements AutoCloseable {
  private static final Duration RESOLVE_LIMIT = Duration.ofSeconds(5);

  /** Envoy's drain time. */
  private static final Duration LEAVE_LIMIT = Duration.ofMinutes(10);

  private final ProxyOptions options;
  private final Instant startTime = Instant.now();
  private final Loggers loggers;
  private final Stats stats = new Stats();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** What is to be closed, the last one first. */
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private final EventLoops loops;
  private final LogFiles files;
  private final TextLogs adminLogs;
  private final Clusters clusters;
  private final Host host;
  private final Plugins plugins;
  private volatile ProxyConfig config;
  private volatile Instant configTime = Instant.now();
  private volatile @Nullable Listeners listeners;
  private volatile @Nullable AdminServer admin;
  private volatile boolean unhealthy;

  /** Kept until the proxy serves. */
  private @Nullable CodePreload preload;

  private Proxy(ProxyConfig config, ProxyOptions options) {
    this.config = config;
    this.options = options;
    loggers = keep(new Loggers(options.logTarget(), options.logLevel()));
    try {
      setLogLevels();
      GuestEngine engine = keep(options.engine());
      preload = CodePreload.start(config, engine, options.codeOverrides().keySet());
      loops = keep(EventLoops.start(options.workers()));
      files = keep(new LogFiles(loggers));
      adminLogs = new TextLogs(config.admin().map(Admin::accessLog).orElse(List.of()), files);
      clusters = keep(Clusters.start(config.clusters(), loops, stats));
      ClusterCallouts callouts = new ClusterCallouts(clusters::get);
      PropertyValue.Message node = PropertyValues.node(config.node());
      host = keep(Host.create(loops.main(), loops.workers(), callouts, loggers, stats, node));
      options.foreignFunctions().forEach(host::addForeignFunction);
      plugins =
          keep(
              new Plugins(
                  host,
                  engine,
                  options.codeOverrides(),
                  callouts,
                  loops.main(),
                  stats,
                  files,
                  options.workers()));
    } catch (RuntimeException e) {
      closeParts();
      throw e;
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  private void setLogLevels() {
    options
        .componentLogLevels()
        .forEach(
            (logger, level) -> {
              if (!loggers.set(logger, level)) {
                throw new ConfigException(
                    "no logger " + logger + "; there are " + loggers.levels().keySet());
              }
            });
  }

  /**
   * Starts a proxy and returns when it serves.
   *
   * @throws ConfigException when the configuration cannot be served
   * @throws PluginException when a plugin refuses or fails
   */
  public static Proxy start(ProxyConfig config, ProxyOptions options) {
    Proxy proxy = new Proxy(config, options);
    try {
      proxy.open();
      return proxy;
    } catch (RuntimeException e) {
      proxy.say(LogLevel.CRITICAL, "error initializing configuration: " + e.getMessage());
      proxy.closing.set(true);
      proxy.closeParts();
      throw e;
    }
  }

  /**
   * Looks whether a configuration can be served: its code can be loaded and its logs written. No
   * plugin runs and no port is opened.
   *
   * @throws ConfigException when it cannot be served
   * @throws PluginException when code cannot be loaded
   */
  public static void validate(ProxyConfig config, ProxyOptions options) {
    Proxy proxy = new Proxy(config, options);
    try {
      proxy.clusters.awaitResolved(RESOLVE_LIMIT);
      proxy.plugins.check(config);
    } finally {
      proxy.closing.set(true);
      proxy.closeParts();
    }
  }

  private void open() {
    Optional<InetSocketAddress> adminAddress =
        options
            .adminAddress()
            .or(() -> config.admin().map(Admin::address).map(Proxy::socketAddress));
    CompletableFuture<Optional<AdminServer>> startingAdmin =
        later(() -> adminAddress.map(address -> AdminServer.start(address, new Target())));
    FileWatch watch =
        options
            .watchInterval()
            .map(interval -> new FileWatch(this::watched, this::changed, interval))
            .orElse(null);
    Plugins.Prepared prepared;
    try {
      clusters.awaitResolved(RESOLVE_LIMIT);
      prepared = plugins.prepare(config);
    } finally {
      admin = join(startingAdmin).map(this::keep).orElse(null);
    }
    Listeners opened;
    try {
      opened =
          keep(
              Listeners.start(
                  config.listeners(),
                  config.node(),
                  loops,
                  clusters,
                  stats,
                  plugins.extensions(prepared)));
    } catch (RuntimeException e) {
      prepared.discard();
      throw e;
    }
    plugins.commit(prepared).run();
    CodePreload ahead = preload;
    if (ahead != null) {
      say(LogLevel.DEBUG, "modules loaded ahead: " + ahead.count());
      preload = null;
    }
    listeners = opened;
    stats.counter("listener_manager.listener_added").add(config.listeners().size());
    stats.counter("listener_manager.listener_create_success").add(config.listeners().size());
    stats
        .histogram("server.initialization_time_ms")
        .record(Duration.between(startTime, Instant.now()).toMillis());
    if (watch != null) {
      keep(watch).start();
    }
    say(LogLevel.INFO, "all dependencies initialized. starting workers");
  }

  private static <T> CompletableFuture<T> later(Supplier<T> task) {
    return CompletableFuture.supplyAsync(
        task,
        run -> {
          Thread thread = new Thread(run, "pwj-start");
          thread.setDaemon(true);
          thread.start();
        });
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static InetSocketAddress socketAddress(io.proxywasm.proxy.config.Address address) {
    return new InetSocketAddress(address.host(), address.port());
  }

  private void say(LogLevel level, String text) {
    loggers.log(Logger.MAIN, level, text);
  }

  /** The ports of the listeners by their names. */
  public Map<String, Integer> ports() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    addresses().forEach((name, address) -> ports.put(name, address.getPort()));
    return ports;
  }

  private Map<String, InetSocketAddress> addresses() {
    Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    Listeners open = listeners;
    if (open != null) {
      open.names().forEach(name -> addresses.put(name, open.address(name)));
    }
    return addresses;
  }

  /** The port of the admin endpoint, if there is one. */
  public OptionalInt adminPort() {
    AdminServer open = admin;
    return open == null ? OptionalInt.empty() : OptionalInt.of(open.address().getPort());
  }

  /** The configuration of now. */
  public ProxyConfig config() {
    return config;
  }

  /**
   * Exchanges the configuration, and plugins whose code is not the same any more, without losing a
   * request: all that is new is started beside the old, and only when all of it has started, new
   * requests meet it. Requests under way end as they began. The node and the admin endpoint cannot
   * change.
   *
   * @throws ConfigException when the configuration cannot be served; nothing has changed then
   * @throws PluginException when a plugin refuses or fails; nothing has changed then
   */
  public synchronized void reload(ProxyConfig next) {
    if (closing.get()) {
      throw new IllegalStateException("The proxy is closed.");
    }
    checkUnchanged("node", config.node(), next.node());
    checkUnchanged("admin", config.admin(), next.admin());
    Listeners open = Objects.requireNonNull(listeners);
    Clusters.Change change = clusters.change(next.clusters());
    Plugins.Prepared prepared;
    try {
      clusters.awaitResolved(RESOLVE_LIMIT);
      prepared = plugins.prepare(next);
    } catch (RuntimeException e) {
      change.undo();
      throw e;
    }
    try {
      open.update(next.listeners(), plugins.extensions(prepared));
    } catch (RuntimeException e) {
      prepared.discard();
      change.undo();
      throw e;
    }
    Runnable endBefore = plugins.commit(prepared);
    change.commit();
    endWhenLeft(open, endBefore, System.nanoTime() + LEAVE_LIMIT.toNanos());
    config = next;
    configTime = Instant.now();
    loggers.log(
        Logger.CONFIG,
        LogLevel.INFO,
        prepared.started().isEmpty()
            ? "the configuration was exchanged"
            : "the configuration was exchanged; new plugins: "
                + String.join(", ", prepared.started()));
  }

  /** Connections of listeners that are gone may begin streams until their clients have gone. */
  private void endWhenLeft(Listeners open, Runnable end, long deadline) {
    if (open.leavingConnections() == 0 || System.nanoTime() - deadline > 0) {
      end.run();
    } else {
      var unused =
          loops.main().schedule(() -> endWhenLeft(open, end, deadline), 1, TimeUnit.SECONDS);
    }
  }

  private static void checkUnchanged(String name, Object before, Object after) {
    if (!before.equals(after)) {
      throw new ConfigException(
          name
              + " cannot change while the proxy runs; what can are listeners and all in them,"
              + " clusters, and bootstrap_extensions. Start it anew.");
    }
  }

  private Set<Path> watched() {
    Set<Path> paths = new HashSet<>(plugins.codeFiles(config));
    options.configFile().ifPresent(paths::add);
    return paths;
  }

  private void changed(Set<Path> paths) {
    try {
      Path file = options.configFile().orElse(null);
      reload(file != null && paths.contains(file) ? ProxyConfigReader.read(file) : config);
    } catch (RuntimeException e) {
      if (!closing.get()) {
        loggers.log(
            Logger.CONFIG,
            LogLevel.ERROR,
            "What has changed (" + paths + ") is refused, the old one goes on: " + e.getMessage());
      }
    }
  }

  /** Waits until the proxy is closed, by whomever. */
  public void awaitClose() throws InterruptedException {
    closed.await();
  }

  /**
   * Ends: closes the ports, waits for requests under way for as long as the options say, then
   * closes all else. Not called on the proxy's own threads.
   */
  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return;
    }
    synchronized (this) {
      // A reload under way ends before; there is no other one after it.
      say(LogLevel.INFO, "shutting down");
    }
    Listeners open = listeners;
    if (open != null && !open.drain(options.drainTime())) {
      say(
          LogLevel.WARN,
          open.activeConnections() + " connections did not end in time and are closed");
    }
    closeParts();
    closed.countDown();
  }

  private void closeParts() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        say(LogLevel.ERROR, "Closing " + part.getClass().getSimpleName() + " failed: " + e);
      }
    }
  }

  /** What the admin endpoint sees. */
  private final class Target implements AdminTarget {
    @Override
    public State state() {
      if (listeners == null) {
        return State.INITIALIZING;
      }
      return unhealthy || closing.get() ? State.DRAINING : State.LIVE;
    }

    @Override
    public void failHealthChecks(boolean fail) {
      unhealthy = fail;
    }

    @Override
    public Stats stats() {
      Runtime runtime = Runtime.getRuntime();
      stats.gauge("server.state").set(state().ordinal() == 2 ? 3 : state().ordinal());
      stats.gauge("server.live").set(state() == State.LIVE ? 1 : 0);
      stats.gauge("server.uptime").set(Duration.between(startTime, Instant.now()).toSeconds());
      stats.gauge("server.concurrency").set(concurrency());
      stats.gauge("server.memory_allocated").set(runtime.totalMemory() - runtime.freeMemory());
      stats.gauge("server.memory_heap_size").set(runtime.totalMemory());
      stats.gauge("server.log_lines_dropped").set(loggers.dropped());
      stats.gauge("server.threads").set(ManagementFactory.getThreadMXBean().getThreadCount());
      Listeners open = listeners;
      stats.gauge("listener_manager.total_listeners_active").set(addresses().size());
      stats.gauge("listener_manager.workers_started").set(open == null ? 0 : 1);
      stats.gauge("server.total_connections").set(open == null ? 0 : open.activeConnections());
      stats.gauge("cluster_manager.active_clusters").set(clusters.all().size());
      return stats;
    }

    @Override
    public Loggers loggers() {
      return loggers;
    }

    @Override
    public ProxyConfig config() {
      return config;
    }

    @Override
    public Instant configTime() {
      return configTime;
    }

    @Override
    public Instant startTime() {
      return startTime;
    }

    @Override
    public int concurrency() {
      return options.workers();
    }

    @Override
    public Collection<UpstreamCluster> clusters() {
      return List.copyOf(clusters.all());
    }

    @Override
    public Map<String, InetSocketAddress> listeners() {
      return addresses();
    }

    @Override
    public void drainListeners(boolean graceful) {
      Listeners open = listeners;
      if (open != null) {
        if (graceful) {
          open.beginDrain();
        }
        open.stopAccepting();
      }
    }

    @Override
    public void log(LogEntry entry) {
      if (!adminLogs.isEmpty()) {
        adminLogs.log(entry);
      }
    }

    @Override
    public void reopenLogs() {
      files.reopen();
    }

    @Override
    public void quit() {
      Thread ending = new Thread(Proxy.this::close, "pwj-quit");
      ending.start();
    }
  }
}
