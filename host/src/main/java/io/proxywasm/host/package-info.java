/** Runs Proxy-Wasm plugins inside a JVM. */
@NullMarked
package io.proxywasm.host;

import org.jspecify.annotations.NullMarked;
