package io.proxywasm.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.proxywasm.host.HeaderMap;

/** Who gets what a {@link Http1Parser} reads. */
public interface Http1Handler {
  /**
   * The start line and the headers, as pseudo headers and others.
   *
   * @param endOfMessage whether there is no body
   */
  void onHeaders(HeaderMap headers, boolean endOfMessage);

  /** A part of the body, which is the handler's now. It may be empty at the end. */
  void onBody(ByteBuf data, boolean endOfMessage);

  /** The trailers, which end the message. */
  void onTrailers(HeaderMap trailers);

  /** What came is wrong; the parser takes nothing more. */
  void onError(Http1Error error);
}
