package io.proxywasm.envoy;

import java.util.Optional;

/**
 * What a plugin logged. Envoy writes its name, root id and VM id side by side, so they can be told
 * apart only for plugins of an {@link EnvoyConfig}; else they are empty and {@code source} has all
 * there is.
 *
 * @param source the plugin as Envoy names it: {@code [name] [root id] [VM id]}
 * @param message the plugin's text
 * @param name the plugin's name; empty in a plugin (root) context, where Envoy leaves it out
 * @param rootId the root id
 * @param vmId the VM id
 */
public record PluginLog(
    String source,
    String message,
    Optional<String> name,
    Optional<String> rootId,
    Optional<String> vmId) {}
