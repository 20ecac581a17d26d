/**
 * Load that lasts: many connections, many requests, plugins that die. Nothing may be lost, mixed up
 * or kept; see bench/soak.
 */
@NullMarked
package io.proxywasm.bench.soak;

import org.jspecify.annotations.NullMarked;
