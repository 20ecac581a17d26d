/** Plugins in a real Envoy, and the rules of the code. */
@NullMarked
package io.proxywasm.e2e;

import org.jspecify.annotations.NullMarked;
