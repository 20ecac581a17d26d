/** The ports that the proxy listens on, and what it needs of the rest of the proxy for them. */
@NullMarked
package io.proxywasm.proxy.listener;

import org.jspecify.annotations.NullMarked;
