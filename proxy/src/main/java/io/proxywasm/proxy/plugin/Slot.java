package io.proxywasm.proxy.plugin;

/** A place of a plugin. Which plugin is there may change at any time. Thread-safe. */
final class Slot {
  private volatile RunningPlugin running;

  Slot(RunningPlugin running) {
    this.running = running;
  }

  RunningPlugin running() {
    return running;
  }

  void set(RunningPlugin value) {
    running = value;
  }
}
