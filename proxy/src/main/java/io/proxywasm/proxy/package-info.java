/** A proxy that reads the configuration of Envoy. */
@NullMarked
package io.proxywasm.proxy;

import org.jspecify.annotations.NullMarked;
