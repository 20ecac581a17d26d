package io.proxywasm.proxy.config;

/**
 * How HTTP/1 is spoken.
 *
 * @param enableTrailers whether trailers are passed on and not dropped
 * @param acceptHttp10 whether HTTP/1.0 requests are served
 * @param defaultHostForHttp10 the host of an HTTP/1.0 request that has none
 */
public record Http1ProtocolOptions(
    boolean enableTrailers, boolean acceptHttp10, String defaultHostForHttp10) {
  /** Envoy's. */
  public static final Http1ProtocolOptions DEFAULT = new Http1ProtocolOptions(false, false, "");
}
