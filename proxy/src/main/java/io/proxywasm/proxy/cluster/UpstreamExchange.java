package io.proxywasm.proxy.cluster;

import io.proxywasm.host.Buffer;
import io.proxywasm.host.HeaderMap;

/**
 * One HTTP request to a cluster and the response to it; made by {@link UpstreamCluster#open}. Used
 * on its loop.
 */
public interface UpstreamExchange {
  /** Sends a part of the body, or keeps it until there is a connection. The buffer is taken. */
  void requestBody(Buffer data, boolean endOfStream);

  /** Sends the trailers, which end the request. */
  void requestTrailers(HeaderMap trailers);

  /** Sends a METADATA frame, where the protocol has them. */
  default void requestMetadata(HeaderMap metadata) {}

  /** Gives up: the listener hears nothing more. May be called more than once, and at the end. */
  void reset();

  /** Stops or goes on reading the response. */
  void pauseResponse(boolean paused);
}
