/** Plugins that the tests compile and put into Envoy. */
@NullMarked
package io.proxywasm.e2e.plugins;

import org.jspecify.annotations.NullMarked;
