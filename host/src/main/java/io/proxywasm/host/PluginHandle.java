package io.proxywasm.host;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestException;
import org.jspecify.annotations.Nullable;

/** A plugin on one loop: its VM there, and whether that still lives. Used on the loop only. */
final class PluginHandle {
  private final Worker worker;
  private final PluginConfig config;
  private final GuestCode code;
  private final Stats.Counter reloads;
  private final Stats.Counter reloadBackoffs;
  private final Stats.Counter reloadSuccesses;
  private final Stats.Counter reloadFailures;
  private @Nullable RootContext root;
  private int streams;
  private boolean closing;
  private boolean shut;

  /** When the VM was last made anew, or first made. */
  private long madeAt;

  PluginHandle(Worker worker, PluginConfig config, GuestCode code) {
    this.worker = worker;
    this.config = config;
    this.code = code;
    Stats stats = worker.services().stats();
    String prefix = "wasm." + config.name() + ".vm_reload";
    reloads = stats.counter(prefix);
    reloadBackoffs = stats.counter(prefix + "_backoff");
    reloadSuccesses = stats.counter(prefix + "_success");
    reloadFailures = stats.counter(prefix + "_failure");
  }

  /**
   * Starts the plugin in the VM of its key.
   *
   * @throws GuestException when it refuses or fails
   */
  void start() {
    madeAt = worker.loop().nanoTime();
    Vm vm = worker.vm(config, code);
    RootContext fresh = new RootContext(vm, config);
    worker.plugged(vm);
    try {
      if (!fresh.start()) {
        throw new GuestException("the plugin refused to start: proxy_on_vm_start returned false");
      }
      if (!fresh.configure()) {
        throw new GuestException(
            "Failed to configure base Wasm plugin: it refused its configuration");
      }
    } catch (GuestException e) {
      fresh.release();
      worker.unplugged(vm);
      throw e;
    }
    root = fresh;
  }

  PluginConfig config() {
    return config;
  }

  /** The context of a new stream; null when the stream passes without this plugin. */
  @Nullable HttpContext newHttpContext(HttpFilterChain chain) {
    streams++;
    RootContext plugin = live();
    if (plugin == null || passes(plugin)) {
      return null;
    }
    return new HttpContext(plugin, chain);
  }

  /** The context of a new connection; null when it passes without this plugin. */
  @Nullable TcpContext newTcpContext(TcpFilterChain chain) {
    streams++;
    RootContext plugin = live();
    if (plugin == null || passes(plugin)) {
      return null;
    }
    return new TcpContext(plugin, chain);
  }

  private boolean passes(RootContext plugin) {
    return plugin.vm.isFailed() && config.failurePolicy().isOpen();
  }

  /** Whether streams are refused, as the plugin never started on this loop. */
  boolean refuses() {
    return root == null && !config.failurePolicy().isOpen();
  }

  private @Nullable RootContext live() {
    RootContext present = root;
    boolean dead = present == null || present.vm.isFailed();
    if (dead && config.failurePolicy() == FailurePolicy.FAIL_RELOAD && !closing) {
      reload();
    }
    return root;
  }

  private void reload() {
    if (worker.loop().nanoTime() - madeAt < config.reloadBackoff().toNanos()) {
      reloadBackoffs.increment();
      return;
    }
    reloads.increment();
    RootContext old = root;
    try {
      start();
      reloadSuccesses.increment();
      if (old != null) {
        old.release();
        worker.unplugged(old.vm);
      }
    } catch (GuestException e) {
      reloadFailures.increment();
      worker
          .services()
          .logs()
          .log(
              LogLevel.ERROR,
              "wasm",
              "Plugin " + config.name() + " could not be made anew: " + e.getMessage());
    }
  }

  /** Lets the plugin write about a finished stream, as an access logger. */
  void log(HttpFilterChain chain) {
    RootContext plugin = live();
    if (plugin != null && !plugin.vm.isFailed()) {
      HttpContext context = new HttpContext(plugin, chain);
      context.log();
      context.destroy();
    }
  }

  void streamEnded() {
    streams--;
    shutWhenIdle();
  }

  /** No new streams come; ends with the last one. */
  void close() {
    closing = true;
    shutWhenIdle();
  }

  private void shutWhenIdle() {
    if (!closing || streams > 0 || shut) {
      return;
    }
    shut = true;
    RootContext plugin = root;
    if (plugin != null) {
      plugin.shutDown(() -> worker.unplugged(plugin.vm));
    }
  }
}
