/** How long it takes from typing to the first response; see bench/start. */
@NullMarked
package io.proxywasm.bench.start;

import org.jspecify.annotations.NullMarked;
