package io.proxywasm.examples.accesslog;

import io.proxywasm.config.Default;
import io.proxywasm.config.PluginConfig;
import io.proxywasm.config.Range;
import java.util.List;

/**
 * The plugin's configuration.
 *
 * @param minStatus the lowest status that is logged
 * @param headers the request headers that are logged
 */
@PluginConfig
record Settings(
    @Default("0") @Range(min = 0, max = 599) int minStatus, @Default("[]") List<String> headers) {}
