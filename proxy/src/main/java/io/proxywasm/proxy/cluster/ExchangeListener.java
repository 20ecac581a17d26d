package io.proxywasm.proxy.cluster;

import io.proxywasm.host.Buffer;
import io.proxywasm.host.HeaderMap;

/**
 * Who waits for the response of an {@link UpstreamExchange}. Called on the exchange's loop, never
 * before {@link UpstreamCluster#open} returned. After the end of the response, or {@link #failed},
 * nothing more is heard.
 */
public interface ExchangeListener {
  /** The request goes to this connection. */
  default void connected(UpstreamConnection connection) {}

  /** The headers of the response, {@code :status} first. A 1xx may come before the final ones. */
  void responseHeaders(HeaderMap headers, boolean endOfStream);

  /** A part of the response's body, which is the listener's now. */
  void responseBody(Buffer data, boolean endOfStream);

  /** A METADATA frame of HTTP/2. */
  default void responseMetadata(HeaderMap metadata) {}

  /** The trailers, which end the response. */
  void responseTrailers(HeaderMap trailers);

  /**
   * There is no response, or no end of it.
   *
   * @param transportDetail what the network said ({@code %UPSTREAM_TRANSPORT_FAILURE_REASON%}), may
   *     be empty
   */
  void failed(ExchangeFailure failure, String transportDetail);

  /** Whether more of the request's body is welcome; at first it is. */
  default void requestWritable(boolean writable) {}
}
