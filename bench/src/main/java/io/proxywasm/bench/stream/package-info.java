/** A large body through a plugin that rewrites it: how much memory the host and its guest take. */
@NullMarked
package io.proxywasm.bench.stream;

import org.jspecify.annotations.NullMarked;
