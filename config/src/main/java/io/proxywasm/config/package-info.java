/**
 * A plugin's configuration as a record: annotate it with {@link io.proxywasm.config.PluginConfig},
 * and the class that reads it is generated when it is compiled.
 */
@NullMarked
package io.proxywasm.config;

import org.jspecify.annotations.NullMarked;
