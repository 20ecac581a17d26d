/**
 * The plugins of a configuration: where their code comes from, which run at which place, and how a
 * new one takes the place of an old one while requests go on.
 */
@NullMarked
package io.proxywasm.proxy.plugin;

import org.jspecify.annotations.NullMarked;
