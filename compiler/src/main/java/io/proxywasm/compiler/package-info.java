/** Class files to {@code plugin.wasm}: start at {@link io.proxywasm.compiler.Compiler}. */
@NullMarked
package io.proxywasm.compiler;

import org.jspecify.annotations.NullMarked;
