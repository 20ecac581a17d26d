/**
 * The proxy's log: lines as Envoy writes them, a level for each logger, and a writer of its own
 * that no event loop waits for.
 */
@NullMarked
package io.proxywasm.proxy.log;

import org.jspecify.annotations.NullMarked;
