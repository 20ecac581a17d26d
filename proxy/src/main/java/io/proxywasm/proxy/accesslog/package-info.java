/** Access logs: Envoy's format strings, and files that are written on a thread of their own. */
@NullMarked
package io.proxywasm.proxy.accesslog;

import org.jspecify.annotations.NullMarked;
