/** HTTP/2 on the wire, for both sides. */
@NullMarked
package io.proxywasm.proxy.http2;

import org.jspecify.annotations.NullMarked;
