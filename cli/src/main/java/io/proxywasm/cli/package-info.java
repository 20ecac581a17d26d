/**
 * The command line {@code pwj}: makes, builds, runs and looks at plugins. Commands are thin; what
 * they do is in the other modules.
 */
@NullMarked
package io.proxywasm.cli;

import org.jspecify.annotations.NullMarked;
