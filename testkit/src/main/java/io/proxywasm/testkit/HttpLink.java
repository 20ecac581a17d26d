package io.proxywasm.testkit;

import io.proxywasm.host.StreamInfo;
import org.jspecify.annotations.Nullable;

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

  /** Why the response is as it is; null when nothing is known. */
  @Nullable String details();

  /** Checks that what is not seen from outside can be seen. */
  void requireInside(String what);

  /** The client goes away, or the exchange is over. */
  void close();
}
