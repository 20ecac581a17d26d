/** URLs, query parameters and cookies. */
@NullMarked
package io.proxywasm.web;

import org.jspecify.annotations.NullMarked;
