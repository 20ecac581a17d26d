/**
 * Measures what one small plugin costs in a real Envoy, written with this SDK, by hand, and with
 * the SDKs of other languages.
 *
 * <p>A program, not a library: {@link io.proxywasm.bench.Bench} is its only door.
 */
@NullMarked
package io.proxywasm.bench;

import org.jspecify.annotations.NullMarked;
