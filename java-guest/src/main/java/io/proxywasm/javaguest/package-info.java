/** Plugins that run as Java, in a class loader per VM. */
@NullMarked
package io.proxywasm.javaguest;

import org.jspecify.annotations.NullMarked;
