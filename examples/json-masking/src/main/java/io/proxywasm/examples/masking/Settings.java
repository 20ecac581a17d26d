package io.proxywasm.examples.masking;

import io.proxywasm.config.Default;
import io.proxywasm.config.PluginConfig;
import io.proxywasm.config.Range;
import java.util.List;

/**
 * The plugin's configuration.
 *
 * @param fields the names of the members that are masked, wherever they are
 * @param mask what stands in the place of their values
 * @param maxElementBytes how large an element of the outermost array may be, or a body without one
 */
@PluginConfig
record Settings(
    @Range(min = 1) List<String> fields,
    @Default("***") String mask,
    @Default("65536") @Range(min = 1, max = 1048576) int maxElementBytes) {}
