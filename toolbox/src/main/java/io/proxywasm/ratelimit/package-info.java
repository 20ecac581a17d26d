/** Limits that hold across the workers of a host. */
@NullMarked
package io.proxywasm.ratelimit;

import org.jspecify.annotations.NullMarked;
