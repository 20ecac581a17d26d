/** What a plugin is written with: start at {@link io.proxywasm.sdk.ProxyWasm}. */
@NullMarked
package io.proxywasm.sdk;

import org.jspecify.annotations.NullMarked;
