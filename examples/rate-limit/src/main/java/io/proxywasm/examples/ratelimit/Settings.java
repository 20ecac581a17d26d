package io.proxywasm.examples.ratelimit;

import io.proxywasm.config.Default;
import io.proxywasm.config.PluginConfig;
import io.proxywasm.config.Range;
import java.util.Optional;

/**
 * The plugin's configuration.
 *
 * @param requestsPerSecond how many requests a client may make each second, in the long run
 * @param burst how many it may make at once
 * @param clientHeader the header that tells clients apart; without, their address does
 * @param maxClients how many are told apart at the most
 */
@PluginConfig
record Settings(
    @Range(min = 0, max = 1_000_000) double requestsPerSecond,
    @Default("1") @Range(min = 1, max = 1_000_000) int burst,
    Optional<String> clientHeader,
    @Default("10000") @Range(min = 1, max = 1_000_000) int maxClients) {
  Settings {
    if (requestsPerSecond == 0) {
      throw new IllegalArgumentException("requestsPerSecond is 0: nothing would ever pass");
    }
  }
}
