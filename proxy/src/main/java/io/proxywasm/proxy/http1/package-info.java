/** HTTP/1 on the wire, for both sides. */
@NullMarked
package io.proxywasm.proxy.http1;

import org.jspecify.annotations.NullMarked;
