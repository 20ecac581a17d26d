package io.proxywasm.proxy.plugin;

import io.proxywasm.host.Plugin;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.proxy.config.PluginConfig;

/**
 * A plugin that runs.
 *
 * @param config what it was started with
 * @param mainOnly whether it runs on the main loop only
 * @param code its code; the same object means the same content
 * @param plugin it
 */
record RunningPlugin(PluginConfig config, boolean mainOnly, GuestCode code, Plugin plugin) {
  /** Whether another start would give the same. */
  boolean is(PluginConfig otherConfig, boolean otherMainOnly, GuestCode otherCode) {
    return code == otherCode && mainOnly == otherMainOnly && config.equals(otherConfig);
  }
}
