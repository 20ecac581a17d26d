/** Connections whose bytes are handed on as they are: Envoy's {@code tcp_proxy}. */
@NullMarked
package io.proxywasm.proxy.tcp;

import org.jspecify.annotations.NullMarked;
