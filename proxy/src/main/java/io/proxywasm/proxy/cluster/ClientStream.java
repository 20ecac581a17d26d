package io.proxywasm.proxy.cluster;

import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.net.NettyBuffer;

/** The place of one exchange on a connection. Used on one loop. */
interface ClientStream {
  void body(NettyBuffer data, boolean endOfStream);

  void trailers(HeaderMap trailers);

  /** Sends a METADATA frame, where the protocol has them. */
  default void metadata(HeaderMap metadata) {}

  /** Gives up; the exchange hears nothing more. */
  void reset();

  void pauseReading(boolean paused);
}
