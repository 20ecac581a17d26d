/**
 * What is defined anew in the class loader of each VM, beside the plugin and its sdk: statics here
 * are the VM's own. Nothing outside refers to it but by name.
 */
@NullMarked
package io.proxywasm.javaguest.inside;

import org.jspecify.annotations.NullMarked;
