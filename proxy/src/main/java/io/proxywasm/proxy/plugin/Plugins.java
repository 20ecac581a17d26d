package io.proxywasm.proxy.plugin;

import io.proxywasm.host.Callouts;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.EventLoop;
import io.proxywasm.host.Host;
import io.proxywasm.host.Plugin;
import io.proxywasm.host.PluginException;
import io.proxywasm.host.Stats;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestEngine;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.proxy.accesslog.LogFiles;
import io.proxywasm.proxy.accesslog.TextLogs;
import io.proxywasm.proxy.config.AccessLog;
import io.proxywasm.proxy.config.Code;
import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.config.FilterChain;
import io.proxywasm.proxy.config.HttpConnectionManager;
import io.proxywasm.proxy.config.HttpFilter;
import io.proxywasm.proxy.config.Listener;
import io.proxywasm.proxy.config.PluginConfig;
import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.http.HttpExtension;
import io.proxywasm.proxy.listener.Extensions;
import io.proxywasm.proxy.net.NettyEventLoop;
import io.proxywasm.proxy.tcp.TcpExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All plugins of the proxy, by their places. A new configuration, or new code, is started beside
 * the old one and takes its place only when all of it has started; then the old plugins drain. Not
 * called on loops.
 */
public final class Plugins implements AutoCloseable {
  private final Host host;
  private final CodeLoader loader;
  private final LogFiles files;
  private final int workers;
  private final Version version = new Version();
  private Generation current = new Generation(Map.of(), Map.of());

  /**
   * Makes an empty set of plugins.
   *
   * @param overrides code that is used instead of files, by the path in the configuration
   * @param mainLoop where code is fetched from
   * @param workers how many worker loops there are
   */
  public Plugins(
      Host host,
      GuestEngine engine,
      Map<Path, Supplier<GuestCode>> overrides,
      Callouts callouts,
      EventLoop mainLoop,
      Stats stats,
      LogFiles files,
      int workers) {
    this.host = host;
    this.loader =
        new CodeLoader(engine, Map.copyOf(overrides), new RemoteCode(callouts, mainLoop, stats));
    this.files = files;
    this.workers = workers;
  }

  /**
   * The plugins of one configuration.
   *
   * @param slots by their places
   * @param listeners the listeners by name
   */
  private record Generation(Map<Place, Slot> slots, Map<String, Listener> listeners) {}

  /** Plugins that have started and are not at their places yet. */
  public static final class Prepared {
    private final Map<Place, Slot> slots;
    private final Map<Slot, RunningPlugin> changes;
    private final List<RunningPlugin> fresh;
    private final Map<String, Listener> listeners;

    private Prepared(
        Map<Place, Slot> slots,
        Map<Slot, RunningPlugin> changes,
        List<RunningPlugin> fresh,
        Map<String, Listener> listeners) {
      this.slots = slots;
      this.changes = changes;
      this.fresh = fresh;
      this.listeners = listeners;
    }

    /** The names of the plugins that were started. */
    public List<String> started() {
      return fresh.stream().map(running -> running.config().name()).distinct().toList();
    }

    /** Stops what was started; nothing has changed. */
    public void discard() {
      fresh.forEach(running -> running.plugin().close());
    }
  }

  /**
   * Loads all code of a configuration without running it.
   *
   * @throws RuntimeException when some cannot be loaded, with the reason
   */
  public void check(ProxyConfig config) {
    Map<Code, GuestCode> unused = load(Places.of(config));
  }

  /**
   * Starts the plugins of a configuration that do not run already, with their code as it is now.
   *
   * @throws PluginException when one refuses or cannot be loaded; then none of them is left
   */
  public synchronized Prepared prepare(ProxyConfig config) {
    List<Place.Wanted> wanted = Places.of(config);
    Map<Code, GuestCode> codes = load(wanted);
    Map<String, Listener> listeners = new HashMap<>();
    config.listeners().forEach(listener -> listeners.put(listener.name(), listener));
    List<RunningPlugin> free = running();
    Map<Place, Slot> slots = new LinkedHashMap<>();
    Map<Slot, RunningPlugin> changes = new LinkedHashMap<>();
    List<RunningPlugin> fresh = new ArrayList<>();
    try {
      for (Place.Wanted each : wanted) {
        GuestCode code = Objects.requireNonNull(codes.get(each.config().vmConfig().code()));
        Slot slot = stays(each.place(), listeners) ? current.slots.get(each.place()) : null;
        RunningPlugin running = take(free, slot, each, code);
        if (running == null) {
          running = start(each, code);
          fresh.add(running);
        }
        if (slot == null) {
          slot = new Slot(running);
        } else if (!slot.running().equals(running)) {
          changes.put(slot, running);
        }
        slots.put(each.place(), slot);
      }
    } catch (RuntimeException e) {
      fresh.forEach(running -> running.plugin().close());
      throw e;
    }
    return new Prepared(slots, changes, fresh, listeners);
  }

  /** Whether what is at a place may stay in use, as its listener has not changed. */
  private boolean stays(Place place, Map<String, Listener> listeners) {
    String name = place.listener();
    return name == null || Objects.equals(current.listeners.get(name), listeners.get(name));
  }

  private List<RunningPlugin> running() {
    List<RunningPlugin> all = new ArrayList<>();
    current.slots.values().forEach(slot -> all.add(slot.running()));
    return all;
  }

  /** Takes a plugin that runs already, at best that of the same place. */
  private static @Nullable RunningPlugin take(
      List<RunningPlugin> free, @Nullable Slot slot, Place.Wanted wanted, GuestCode code) {
    if (slot != null) {
      RunningPlugin here = slot.running();
      if (here.is(wanted.config(), wanted.mainOnly(), code) && free.remove(here)) {
        return here;
      }
      return null;
    }
    for (RunningPlugin running : free) {
      if (running.is(wanted.config(), wanted.mainOnly(), code)) {
        free.remove(running);
        return running;
      }
    }
    return null;
  }

  private RunningPlugin start(Place.Wanted wanted, GuestCode code) {
    io.proxywasm.host.PluginConfig config = HostConfigs.of(wanted.config());
    Plugin plugin = wanted.mainOnly() ? host.startOnMain(config, code) : host.start(config, code);
    return new RunningPlugin(wanted.config(), wanted.mainOnly(), code, plugin);
  }

  /** Loads all code, in parallel. */
  private Map<Code, GuestCode> load(List<Place.Wanted> wanted) {
    Map<Code, CompletableFuture<GuestCode>> loading = new LinkedHashMap<>();
    Map<Code, GuestCode> codes = new HashMap<>();
    ExecutorService executor =
        Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors()),
            task -> {
              Thread thread = new Thread(task, "pwj-load");
              thread.setDaemon(true);
              return thread;
            });
    try {
      for (Place.Wanted each : wanted) {
        loading.computeIfAbsent(
            each.config().vmConfig().code(),
            code -> CompletableFuture.supplyAsync(() -> loader.load(code), executor));
      }
      for (Place.Wanted each : wanted) {
        Code code = each.config().vmConfig().code();
        codes.put(code, join(each.config(), Objects.requireNonNull(loading.get(code))));
      }
    } finally {
      executor.shutdown();
    }
    return codes;
  }

  private static GuestCode join(PluginConfig config, CompletableFuture<GuestCode> loading) {
    try {
      return loading.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      String kind = cause instanceof GuestException ? "" : "Failed to load Wasm code: ";
      throw new PluginException(
          "Unable to create Wasm plugin " + config.name() + ": " + kind + cause.getMessage(),
          cause);
    }
  }

  /**
   * What listeners need of prepared plugins. For listeners that have not changed since, what they
   * got before stays good.
   */
  public Extensions extensions(Prepared prepared) {
    return new Extensions() {
      private final Map<String, PluginLogs> listenerLogs = new HashMap<>();

      @Override
      public HttpExtension http(
          Listener listener, FilterChain chain, HttpConnectionManager manager) {
        keepLogs(listener);
        int number = number(listener, chain);
        List<HttpPlugins.Filter> filters = new ArrayList<>();
        for (int i = 0; i < manager.httpFilters().size(); i++) {
          filters.add(filter(prepared, listener, number, i, manager.httpFilters().get(i)));
        }
        return new HttpPlugins(
            host, version, filters, logs(prepared, listener, number, manager.accessLog()), workers);
      }

      @Override
      public TcpExtension tcp(Listener listener, FilterChain chain, List<AccessLog> logs) {
        keepLogs(listener);
        int number = number(listener, chain);
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < chain.networkFilters().size(); i++) {
          slots.add(slot(prepared, listener, number, Place.Kind.NETWORK_FILTER, i));
        }
        return new TcpPlugins(host, version, slots, texts(listener, logs), workers);
      }

      private void keepLogs(Listener listener) {
        if (!listenerLogs.containsKey(listener.name())) {
          listenerLogs.put(listener.name(), texts(listener, listener.accessLog()));
        }
      }

      @Override
      public void logConnection(
          Listener listener,
          NettyEventLoop loop,
          ConnectionInfo connection,
          long startTimeNanos,
          long durationNanos) {
        PluginLogs logs = listenerLogs.get(listener.name());
        if (logs != null) {
          logs.log(new StreamInfo(connection, startTimeNanos).setDurationNanos(durationNanos));
        }
      }
    };
  }

  private static int number(Listener listener, FilterChain chain) {
    return Places.chains(listener).indexOf(chain);
  }

  private static HttpPlugins.Filter filter(
      Prepared prepared, Listener listener, int chain, int index, HttpFilter filter) {
    Map<io.proxywasm.proxy.config.Bytes, Slot> byConfiguration = new HashMap<>();
    prepared.slots.forEach(
        (place, slot) -> {
          if (place.override() != null
              && listener.name().equals(place.listener())
              && place.chain() == chain
              && place.kind() == Place.Kind.HTTP_FILTER
              && place.index() == index) {
            byConfiguration.put(place.override(), slot);
          }
        });
    Slot own = slot(prepared, listener, chain, Place.Kind.HTTP_FILTER, index);
    return new HttpPlugins.Filter(filter.name(), filter.disabled(), own, byConfiguration);
  }

  private PluginLogs logs(Prepared prepared, Listener listener, int chain, List<AccessLog> logs) {
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < logs.size(); i++) {
      if (logs.get(i) instanceof AccessLog.Wasm) {
        slots.add(slot(prepared, listener, chain, Place.Kind.ACCESS_LOG, i));
      }
    }
    return new PluginLogs(host, new TextLogs(logs, files), slots);
  }

  /** Logs of what is no HTTP. */
  private PluginLogs texts(Listener listener, List<AccessLog> logs) {
    if (logs.stream().anyMatch(log -> log instanceof AccessLog.Wasm)) {
      throw new ConfigException(
          "listener "
              + listener.name()
              + ": the access logger envoy.access_loggers.wasm is served for HTTP only");
    }
    return new PluginLogs(host, new TextLogs(logs, files), List.of());
  }

  private static Slot slot(
      Prepared prepared, Listener listener, int chain, Place.Kind kind, int index) {
    Place place = new Place(listener.name(), chain, kind, index, null);
    return Objects.requireNonNull(prepared.slots.get(place), place::toString);
  }

  /**
   * Puts prepared plugins at their places. Streams that begin from now on meet them. Listeners that
   * have changed must have their new extensions by now.
   *
   * @return lets the plugins before them end, each with its last stream: to be run when no
   *     connection begins streams with them any more
   */
  public synchronized Runnable commit(Prepared prepared) {
    List<RunningPlugin> before = running();
    prepared.changes.forEach(Slot::set);
    current = new Generation(prepared.slots, prepared.listeners);
    version.change();
    before.removeAll(running());
    return () -> before.forEach(running -> running.plugin().close());
  }

  /** The files that a configuration's code is read from. */
  public Set<Path> codeFiles(ProxyConfig config) {
    Set<Path> paths = new HashSet<>();
    for (Place.Wanted wanted : Places.of(config)) {
      if (wanted.config().vmConfig().code() instanceof Code.Local local) {
        CodeLoader.fileOf(local).filter(loader::isRead).ifPresent(paths::add);
      }
    }
    return paths;
  }

  /** Forgets the plugins; the host ends them. */
  @Override
  public synchronized void close() {
    current = new Generation(Map.of(), Map.of());
    loader.close();
  }
}
