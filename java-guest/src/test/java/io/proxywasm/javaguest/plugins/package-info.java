/** Plugins that the tests run. They are loaded in VMs, never by the tests themselves. */
@NullMarked
package io.proxywasm.javaguest.plugins;

import org.jspecify.annotations.NullMarked;
