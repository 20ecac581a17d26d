/** A client and an upstream that send and record HTTP messages exactly, in HTTP/1.1 and HTTP/2. */
@NullMarked
package io.proxywasm.e2e.net;

import org.jspecify.annotations.NullMarked;
