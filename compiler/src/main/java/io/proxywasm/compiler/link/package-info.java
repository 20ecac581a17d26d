/**
 * Turns what TeaVM writes into a module that a Proxy-Wasm host loads.
 *
 * <p>TeaVM's WasmGC modules expect JavaScript around them: they import their memory, export tags
 * and functions that take references, and run by themselves. {@link
 * io.proxywasm.compiler.link.Linker} edits sections until nothing of that is left, shortens
 * functions, and leaves out what has no use.
 */
@NullMarked
package io.proxywasm.compiler.link;

import org.jspecify.annotations.NullMarked;
