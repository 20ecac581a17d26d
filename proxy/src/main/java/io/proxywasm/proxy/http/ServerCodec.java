package io.proxywasm.proxy.http;

import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.net.NettyBuffer;

/** The place of a {@link ServerStream} on a client's connection. Used on one loop. */
interface ServerCodec {
  /** {@code HTTP/1.1} and so on. */
  String protocol();

  /** Sends a 1xx. */
  void writeInformational(HeaderMap headers);

  /**
   * Sends the response's headers.
   *
   * @param close whether the connection ends with this response, if it can carry only one
   */
  void writeHeaders(HeaderMap headers, boolean endOfStream, boolean close);

  void writeBody(NettyBuffer data, boolean endOfStream);

  /** Sends a METADATA frame, where the protocol has them. */
  default void writeMetadata(HeaderMap metadata) {}

  void writeTrailers(HeaderMap trailers);

  /** The stream is over: it was answered wholly. */
  void finished(boolean requestEnded);

  /** Cuts the stream. */
  void reset();

  void pauseReading(boolean paused);

  /** Whether the connection ends with this stream anyway. */
  boolean isLast();

  /** Whether a stream can end without its connection. */
  boolean isMultiplexed();
}
