@NullMarked
package io.proxywasm.javaguest.inside;

import org.jspecify.annotations.NullMarked;
