/**
 * The admin endpoint, as Envoy's users know it: an HTTP listener of its own on a thread of its own.
 */
@NullMarked
package io.proxywasm.proxy.admin;

import org.jspecify.annotations.NullMarked;
