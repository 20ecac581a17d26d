/** How many tests of plugins run in a second. */
@NullMarked
package io.proxywasm.bench.testkit;

import org.jspecify.annotations.NullMarked;
