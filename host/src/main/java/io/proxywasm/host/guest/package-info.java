/**
 * The seam between the host and what runs behind it: a WebAssembly module, or the classes of a
 * plugin. Who embeds the host chooses a {@link io.proxywasm.host.guest.GuestEngine} and sees no
 * more of it.
 */
@NullMarked
package io.proxywasm.host.guest;

import org.jspecify.annotations.NullMarked;
