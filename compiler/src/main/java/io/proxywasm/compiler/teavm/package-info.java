/**
 * What is done to Java bytecode on the way through TeaVM. Nothing else in the project sees TeaVM.
 */
@NullMarked
package io.proxywasm.compiler.teavm;

import org.jspecify.annotations.NullMarked;
