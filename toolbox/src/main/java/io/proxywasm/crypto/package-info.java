/** Hashes, message authentication, and signatures that the host checks. */
@NullMarked
package io.proxywasm.crypto;

import org.jspecify.annotations.NullMarked;
