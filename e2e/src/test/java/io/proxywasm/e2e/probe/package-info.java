/**
 * A plugin in WebAssembly text that makes any hostcall with any arguments in any callback, as a
 * script tells it, and logs what it got.
 */
@NullMarked
package io.proxywasm.e2e.probe;

import org.jspecify.annotations.NullMarked;
