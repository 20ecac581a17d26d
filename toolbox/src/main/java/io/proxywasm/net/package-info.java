/** Internet addresses and networks. */
@NullMarked
package io.proxywasm.net;

import org.jspecify.annotations.NullMarked;
