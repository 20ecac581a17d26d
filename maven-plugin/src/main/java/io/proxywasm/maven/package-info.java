/** The Maven plugin; it only adapts Maven to the compiler and to Envoy. */
@NullMarked
package io.proxywasm.maven;

import org.jspecify.annotations.NullMarked;
