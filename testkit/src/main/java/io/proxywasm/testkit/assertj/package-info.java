/**
 * Assertions for AssertJ; {@link io.proxywasm.testkit.assertj.ProxyWasmAssertions} has them all.
 * Their messages show the whole exchange, the plugin's log and its callbacks and hostcalls.
 */
@NullMarked
package io.proxywasm.testkit.assertj;

import org.jspecify.annotations.NullMarked;
