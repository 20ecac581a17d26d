@NullMarked
package io.proxywasm.javaguest;

import org.jspecify.annotations.NullMarked;
