package io.proxywasm.proxy.config;

/**
 * How HTTP/2 is spoken.
 *
 * @param maxConcurrentStreams streams of one connection at a time
 * @param initialStreamWindowSize a stream's first window, in bytes
 * @param initialConnectionWindowSize a connection's first window, in bytes
 * @param allowConnect whether extended CONNECT is allowed
 * @param allowMetadata whether METADATA frames are read and written
 */
public record Http2ProtocolOptions(
    int maxConcurrentStreams,
    int initialStreamWindowSize,
    int initialConnectionWindowSize,
    boolean allowConnect,
    boolean allowMetadata) {
  /** Envoy's. */
  public static final Http2ProtocolOptions DEFAULT =
      new Http2ProtocolOptions(1024, 16 << 20, 24 << 20, false, false);
}
