package io.proxywasm.proxy.config;

import java.util.OptionalInt;

/**
 * Limits of an HTTP listener.
 *
 * @param maxRequestHeadersKb the size of all request headers, in KiB
 * @param maxHeadersCount the number of headers
 * @param maxRequestsPerConnection after so many requests a connection ends; empty for no limit
 */
public record HttpLimits(
    int maxRequestHeadersKb, int maxHeadersCount, OptionalInt maxRequestsPerConnection) {
  /** Envoy's. */
  public static final HttpLimits DEFAULT = new HttpLimits(60, 100, OptionalInt.empty());
}
