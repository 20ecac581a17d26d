package io.proxywasm.sdk;

/**
 * Who shares a plugin's ticks with it. A type of its own, so that modules without timers have none.
 */
abstract class Ticker {
  /** Takes a tick, and returns whether it is one of the plugin's own. */
  abstract boolean tick(PluginContext plugin);
}
