package io.proxywasm.proxy.plugin;

/** Changes whenever a plugin at any place has changed. Thread-safe. */
final class Version {
  private volatile int number;

  int number() {
    return number;
  }

  synchronized void change() {
    number = number + 1;
  }
}
