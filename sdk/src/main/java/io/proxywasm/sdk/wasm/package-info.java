/**
 * The way from the sdk to a Wasm host: imports, exports and guest memory. Only the compiler and the
 * host see it.
 */
@NullMarked
package io.proxywasm.sdk.wasm;

import org.jspecify.annotations.NullMarked;
