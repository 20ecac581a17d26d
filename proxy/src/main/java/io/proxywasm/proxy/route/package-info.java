/** Which route a request takes, and what the route changes of it. */
@NullMarked
package io.proxywasm.proxy.route;

import org.jspecify.annotations.NullMarked;
