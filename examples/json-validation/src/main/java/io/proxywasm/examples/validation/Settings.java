package io.proxywasm.examples.validation;

import io.proxywasm.config.Default;
import io.proxywasm.config.PluginConfig;
import java.util.List;

/**
 * The plugin's configuration.
 *
 * @param requiredKeys the members that each body must have
 */
@PluginConfig
record Settings(@Default("[]") List<String> requiredKeys) {}
