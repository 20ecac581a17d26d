package io.proxywasm.host;

import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestException;
import java.util.HashMap;
import java.util.Map;

/** The VMs of one loop. Used on the loop only. */
final class Worker {
  private final HostServices services;
  private final EventLoop loop;
  private final Map<VmKey, Vm> vms = new HashMap<>();

  /** How many plugins are in each VM. */
  private final Map<Vm, Integer> plugins = new HashMap<>();

  Worker(HostServices services, EventLoop loop) {
    this.services = services;
    this.loop = loop;
  }

  EventLoop loop() {
    return loop;
  }

  HostServices services() {
    return services;
  }

  /** The VM for a plugin: one that lives and has its key, or a new one. */
  Vm vm(PluginConfig config, GuestCode code) {
    VmKey key = new VmKey(config, code);
    Vm present = vms.get(key);
    if (present != null && !present.isFailed()) {
      return present;
    }
    Vm vm = started(config, code);
    vms.put(key, vm);
    return vm;
  }

  /** Whether there is a live VM of the plugin's key. */
  boolean has(PluginConfig config, GuestCode code) {
    Vm present = vms.get(new VmKey(config, code));
    return present != null && !present.isFailed();
  }

  /** A new VM in which the start function has run. */
  Vm started(PluginConfig config, GuestCode code) {
    Vm vm = new Vm(services, loop, config, code);
    vm.start();
    if (vm.isFailed()) {
      vm.close();
      throw new GuestException("Failed to initialize Wasm code");
    }
    return vm;
  }

  void plugged(Vm vm) {
    plugins.merge(vm, 1, Integer::sum);
  }

  /** A plugin has left a VM; the last one closes it. */
  void unplugged(Vm vm) {
    Integer left = plugins.computeIfPresent(vm, (same, count) -> count - 1);
    if (left == null || left > 0) {
      return;
    }
    plugins.remove(vm);
    vms.values().remove(vm);
    if (vm.isInCall()) {
      vm.afterCall(vm::close);
    } else {
      vm.close();
    }
  }

  /** Ends all VMs without a word. */
  void closeAll() {
    for (Vm vm : plugins.keySet().toArray(new Vm[0])) {
      vm.close();
    }
    plugins.clear();
    vms.clear();
  }
}
