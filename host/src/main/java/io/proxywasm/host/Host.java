package io.proxywasm.host;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Runs plugins for a proxy: a VM per loop and vm key, shared data, queues, metrics. Thread-safe
 * unless a method says otherwise.
 */
public final class Host implements AutoCloseable {
  private final HostServices services;
  private final Worker main;
  private final Map<EventLoop, Worker> workers = new LinkedHashMap<>();

  private Host(HostServices services, EventLoop mainLoop, List<? extends EventLoop> workerLoops) {
    this.services = services;
    this.main = new Worker(services, mainLoop);
    for (EventLoop loop : workerLoops) {
      workers.put(loop, new Worker(services, loop));
    }
  }

  /**
   * Makes a host.
   *
   * @param mainLoop where a canary and the ticks of one more VM of each plugin run, as on Envoy's
   *     main thread
   * @param workers the loops of streams
   */
  public static Host create(
      EventLoop mainLoop,
      List<? extends EventLoop> workers,
      Callouts callouts,
      LogSink logs,
      Stats stats) {
    PropertyValue.Message nobody = PropertyValue.node("", "", PropertyValue.Fields.EMPTY, null);
    return create(mainLoop, workers, callouts, logs, stats, nobody);
  }

  /**
   * Makes a host of a proxy that has a name.
   *
   * @param node what plugins see as {@code xds.node}, see {@link PropertyValue#node}
   */
  public static Host create(
      EventLoop mainLoop,
      List<? extends EventLoop> workers,
      Callouts callouts,
      LogSink logs,
      Stats stats,
      PropertyValue.Message node) {
    return new Host(new HostServices(callouts, logs, stats, node), mainLoop, workers);
  }

  /**
   * Starts a plugin on all loops and waits for it. Not called on a loop. At first a canary on the
   * main loop is started and thrown away, so that a plugin that refuses to start disturbs nothing.
   *
   * @throws PluginException when the plugin refuses or fails
   */
  public Plugin start(PluginConfig config, GuestCode code) {
    return start(config, code, workers.values());
  }

  /**
   * Starts a plugin on the main loop only, as Envoy's singleton services: it has ticks, queues and
   * callouts, but no streams. Else as {@link #start}.
   *
   * @throws PluginException when the plugin refuses or fails
   */
  public Plugin startOnMain(PluginConfig config, GuestCode code) {
    return start(config, code, List.of());
  }

  /**
   * Starts a plugin on the main loop only and without a canary: it starts once, and what it did
   * there (logs, shared data) stays. For tests, of which the only loop is the main loop.
   *
   * @throws PluginException when the plugin refuses or fails
   */
  public Plugin startAlone(PluginConfig config, GuestCode code) {
    PluginHandle handle = new PluginHandle(main, config, code);
    try {
      on(
          main,
          () -> {
            handle.start();
            return true;
          });
    } catch (GuestException e) {
      throw refused(config, e);
    }
    return new Plugin(config, Map.of(main.loop(), handle));
  }

  private static PluginException refused(PluginConfig config, GuestException e) {
    return new PluginException(
        "Unable to create Wasm plugin " + config.name() + ": " + e.getMessage(), e);
  }

  private Plugin start(PluginConfig config, GuestCode code, Collection<Worker> others) {
    try {
      on(main, () -> canary(config, code));
      Map<EventLoop, PluginHandle> handles = new LinkedHashMap<>();
      List<CompletableFuture<PluginHandle>> starting = new ArrayList<>();
      // As in Envoy, so that a worker has registered a queue last, and consumes it.
      handles.put(main.loop(), on(main, () -> started(main, config, code)));
      for (Worker worker : others) {
        if (worker.loop() != main.loop()) {
          starting.add(later(worker, () -> started(worker, config, code)));
        }
      }
      int next = 0;
      for (Worker worker : others) {
        if (worker.loop() != main.loop()) {
          handles.put(worker.loop(), starting.get(next++).join());
        }
      }
      return new Plugin(config, handles);
    } catch (GuestException e) {
      throw refused(config, e);
    }
  }

  /** Starts the plugin in VMs that nobody else uses. */
  private boolean canary(PluginConfig config, GuestCode code) {
    if (!main.has(config, code)) {
      // Envoy's base VM, of which the others are copies.
      main.started(config, code).close();
    }
    Vm vm = main.started(config, code);
    RootContext root = new RootContext(vm, config);
    try {
      if (!root.start()) {
        throw new GuestException("proxy_on_vm_start returned false or failed");
      }
      if (!root.configure()) {
        throw new GuestException(
            "Failed to configure base Wasm plugin: proxy_on_configure returned false or failed");
      }
      return true;
    } finally {
      root.release();
      vm.close();
    }
  }

  private PluginHandle started(Worker worker, PluginConfig config, GuestCode code) {
    PluginHandle handle = new PluginHandle(worker, config, code);
    try {
      handle.start();
    } catch (GuestException e) {
      // As in Envoy: the canary did start, so this loop refuses its streams (or lets them pass).
      services
          .logs()
          .log(
              LogLevel.ERROR,
              "wasm",
              "Plugin " + config.name() + " failed to start on a worker: " + e.getMessage());
    }
    return handle;
  }

  private static <T> CompletableFuture<T> later(Worker worker, Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, worker.loop());
  }

  private static <T> T on(Worker worker, Supplier<T> task) {
    try {
      return later(worker, task).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Adds a function that plugins can call by name. Before any plugin is started. */
  public void addForeignFunction(String name, ForeignFunction function) {
    services.functions().put(name, function);
  }

  /** Plugins in the order in which a request passes them, for the streams of one worker loop. */
  public HttpFilters httpFilters(EventLoop worker, List<Plugin> plugins) {
    return new HttpFilters(plugins.stream().map(plugin -> plugin.on(worker)).toList());
  }

  /** Plugins in their order, for the TCP connections of one worker loop. */
  public TcpFilters tcpFilters(EventLoop worker, List<Plugin> plugins) {
    return new TcpFilters(plugins.stream().map(plugin -> plugin.on(worker)).toList());
  }

  /**
   * Lets a plugin that is an access logger write about a stream that is over: {@code on_log} in a
   * context of its own. On the worker's loop, before the chain is closed.
   */
  public void log(EventLoop worker, Plugin plugin, HttpFilterChain stream) {
    plugin.on(worker).log(stream);
  }

  /** Stops all VMs. Not called on a loop. */
  @Override
  public void close() {
    for (Worker worker : workers.values()) {
      closeOn(worker);
    }
    if (!workers.containsKey(main.loop())) {
      closeOn(main);
    }
    services.watchdog().close();
  }

  private static void closeOn(Worker worker) {
    later(
            worker,
            () -> {
              worker.closeAll();
              return true;
            })
        .join();
  }
}
