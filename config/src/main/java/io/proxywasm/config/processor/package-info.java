/** The annotation processor of {@link io.proxywasm.config.PluginConfig}. */
@NullMarked
package io.proxywasm.config.processor;

import org.jspecify.annotations.NullMarked;
