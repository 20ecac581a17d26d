/** What stands in the documentation, compiled and run. */
@NullMarked
package io.proxywasm.docs;

import org.jspecify.annotations.NullMarked;
