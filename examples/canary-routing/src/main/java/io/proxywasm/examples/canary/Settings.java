package io.proxywasm.examples.canary;

import io.proxywasm.config.Default;
import io.proxywasm.config.Pattern;
import io.proxywasm.config.PluginConfig;
import io.proxywasm.config.Range;

/**
 * The plugin's configuration.
 *
 * @param percent of how many new clients in a hundred the requests go to the canary
 * @param cookie the cookie in which it is kept what a client got
 * @param header the header that routes of the proxy look at
 * @param maxAge how many seconds a client keeps the cookie
 */
@PluginConfig
record Settings(
    @Default("0") @Range(min = 0, max = 100) int percent,
    @Default("canary") @Pattern("[A-Za-z0-9_-]+") String cookie,
    @Default("x-canary") @Pattern("[a-z0-9-]+") String header,
    @Default("86400") @Range(min = 0) int maxAge) {}
