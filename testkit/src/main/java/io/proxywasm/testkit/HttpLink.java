package io.proxywasm.testkit;

import io.proxywasm.host.StreamInfo;

/**
 * The way of one exchange through what runs the plugins. What comes through is told to the {@link
 * HttpExchange} before a method returns.
 */
interface HttpLink {
  void requestHeaders(Headers headers, boolean end);

  void requestBody(byte[] chunk, boolean end);

  void requestTrailers(Headers trailers);

  void requestMetadata(Headers metadata);

  void responseHeaders(Headers headers, boolean end);

  void responseBody(byte[] chunk, boolean end);

  void responseTrailers(Headers trailers);

  void responseMetadata(Headers metadata);

  /** What the host knows of the stream. */
  StreamInfo info();

  /** The client goes away, or the exchange is over. */
  void close();
}
