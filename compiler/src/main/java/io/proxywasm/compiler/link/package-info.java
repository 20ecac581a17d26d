/**
 * Turns what TeaVM writes into a module that a Proxy-Wasm host loads.
 *
 * <p>TeaVM's WasmGC modules expect JavaScript around them: they import their memory, export tags
 * and functions that take references, and run by themselves. {@link
 * io.proxywasm.compiler.link.Linker} edits sections until nothing of that is left. No index moves,
 * but for the ends of lists that grow.
 */
@NullMarked
package io.proxywasm.compiler.link;

import org.jspecify.annotations.NullMarked;
