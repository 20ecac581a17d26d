package io.proxywasm.proxy.plugin;

import io.proxywasm.proxy.config.Bytes;
import io.proxywasm.proxy.config.PluginConfig;
import org.jspecify.annotations.Nullable;

/**
 * Where a plugin stands in a configuration.
 *
 * @param listener the listener's name, or null for a service of the proxy
 * @param chain the number of the filter chain; of the service, when there is no listener
 * @param kind what it is there
 * @param index which of its kind
 * @param override the configuration of some routes; null for the plugin's own
 */
record Place(@Nullable String listener, int chain, Kind kind, int index, @Nullable Bytes override) {
  enum Kind {
    SERVICE,
    NETWORK_FILTER,
    HTTP_FILTER,
    ACCESS_LOG
  }

  /**
   * A plugin at its place.
   *
   * @param mainOnly whether it runs on the main loop only
   */
  record Wanted(Place place, PluginConfig config, boolean mainOnly) {}
}
