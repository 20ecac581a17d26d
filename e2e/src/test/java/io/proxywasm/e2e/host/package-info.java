/** The hosts that run the plugins, seen alike. */
@NullMarked
package io.proxywasm.e2e.host;

import org.jspecify.annotations.NullMarked;
