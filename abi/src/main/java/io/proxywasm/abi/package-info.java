/** The words of the Proxy-Wasm ABI 0.2.1 as Java: what guests and hosts both speak. */
@NullMarked
package io.proxywasm.abi;

import org.jspecify.annotations.NullMarked;
