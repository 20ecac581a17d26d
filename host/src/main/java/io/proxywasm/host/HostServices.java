package io.proxywasm.host;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/** What all VMs of a host share. Thread-safe. */
final class HostServices {
  private final Callouts callouts;
  private final LogSink logs;
  private final Stats stats;
  private final PropertyValue.Message node;
  private final SharedState state = new SharedState();
  private final Watchdog watchdog = new Watchdog();
  private final ConcurrentMap<String, ForeignFunction> functions = new ConcurrentHashMap<>();
  private final Stats.Counter created;
  private final Stats.Gauge active;
  private final Stats.Gauge count;
  private final Stats.Counter failed;

  HostServices(Callouts callouts, LogSink logs, Stats stats, PropertyValue.Message node) {
    this.node = node;
    this.callouts = callouts;
    this.logs = logs;
    this.stats = stats;
    this.created = stats.counter("wasm.jvm.created");
    this.active = stats.gauge("wasm.jvm.active");
    this.count = stats.gauge("wasm.wasm_vm_count");
    this.failed = stats.counter("wasm.jvm.failed");
    functions.putAll(BuiltInForeignFunctions.ALL);
  }

  /** The proxy itself, as the property {@code xds.node} tells it. */
  PropertyValue.Message node() {
    return node;
  }

  Callouts callouts() {
    return callouts;
  }

  LogSink logs() {
    return logs;
  }

  Stats stats() {
    return stats;
  }

  SharedState state() {
    return state;
  }

  Watchdog watchdog() {
    return watchdog;
  }

  Map<String, ForeignFunction> functions() {
    return functions;
  }

  Predicate<String> allowed(PluginConfig config) {
    Set<String> capabilities = config.allowedCapabilities();
    return capabilities == null || capabilities.isEmpty() ? name -> true : capabilities::contains;
  }

  void vmCreated() {
    created.add(1);
    active.add(1);
    count.add(1);
  }

  void vmFailed() {
    failed.add(1);
  }

  void vmClosed() {
    active.add(-1);
    count.add(-1);
  }
}
