package io.proxywasm.proxy.config;

/**
 * A plugin in the chain of HTTP filters. The router at the chain's end is not in the model.
 *
 * @param name the filter's name, which {@link FilterOverride}s are found by
 * @param plugin the plugin
 * @param disabled whether it runs only where a {@link FilterOverride} says so
 */
public record HttpFilter(String name, PluginConfig plugin, boolean disabled) {}
