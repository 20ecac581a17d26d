package io.proxywasm.examples.ratelimit;

import io.proxywasm.config.Default;
import io.proxywasm.config.PluginConfig;
import io.proxywasm.config.Range;
import java.util.Optional;

/**
 * The plugin's configuration.
 *
 * @param requests how many requests a client may make in so many seconds, in the long run
 * @param seconds how many seconds that are
 * @param burst how many it may make at once
 * @param clientHeader the header that tells clients apart; without, their address does
 * @param maxClients how many are told apart at the most
 */
@PluginConfig
record Settings(
    @Range(min = 1, max = 1_000_000) int requests,
    @Default("1") @Range(min = 1, max = 86_400) int seconds,
    @Default("1") @Range(min = 1, max = 1_000_000) int burst,
    Optional<String> clientHeader,
    @Default("10000") @Range(min = 1, max = 1_000_000) int maxClients) {}
