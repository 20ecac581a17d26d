/** JMH benchmarks of the host inside one JVM, beside the other Java host; see bench/jmh. */
@NullMarked
package io.proxywasm.bench.jmh;

import org.jspecify.annotations.NullMarked;
