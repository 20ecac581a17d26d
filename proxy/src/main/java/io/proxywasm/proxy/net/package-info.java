/** Event loops, timers and buffers: what Netty gives, in the host's terms. */
@NullMarked
package io.proxywasm.proxy.net;

import org.jspecify.annotations.NullMarked;
