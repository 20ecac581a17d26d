/**
 * What the host knows of the current stream, by type: {@link io.proxywasm.sdk.Properties} with
 * names that the compiler checks, and without those names that changed from one Envoy to the next.
 * Each method is a {@code proxy_get_property}. Numbers of time are nanoseconds.
 */
@NullMarked
package io.proxywasm.sdk.properties;

import org.jspecify.annotations.NullMarked;
