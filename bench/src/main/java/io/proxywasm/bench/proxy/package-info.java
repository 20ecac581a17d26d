/** Our proxy beside Envoy, the same file and the same load; see bench/proxy. */
@NullMarked
package io.proxywasm.bench.proxy;

import org.jspecify.annotations.NullMarked;
