/** What plugins ask of clusters: HTTP calls, gRPC calls and streams, as Envoy sends them. */
@NullMarked
package io.proxywasm.proxy.callout;

import org.jspecify.annotations.NullMarked;
