/** Runs Proxy-Wasm plugins inside a JVM: what a proxy or gateway embeds. */
@NullMarked
package io.proxywasm.host;

import org.jspecify.annotations.NullMarked;
