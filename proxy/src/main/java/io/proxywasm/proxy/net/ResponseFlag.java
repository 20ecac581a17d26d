package io.proxywasm.proxy.net;

import io.proxywasm.host.StreamInfo;

/** Envoy's response flags: what went wrong with a stream. */
public enum ResponseFlag {
  /** No endpoint to take. */
  NO_HEALTHY_UPSTREAM(1),
  /** The upstream was too slow. */
  UPSTREAM_REQUEST_TIMEOUT(2),
  /** The proxy reset the stream. */
  LOCAL_RESET(3),
  /** The upstream reset the stream. */
  UPSTREAM_REMOTE_RESET(4),
  /** No connection to the upstream. */
  UPSTREAM_CONNECTION_FAILURE(5),
  /** The upstream closed the connection. */
  UPSTREAM_CONNECTION_TERMINATION(6),
  /** A limit of the cluster is reached. */
  UPSTREAM_OVERFLOW(7),
  /** No route, or for TCP no filter chain. */
  NO_ROUTE_FOUND(8),
  /** The client went away. */
  DOWNSTREAM_CONNECTION_TERMINATION(14),
  /** The last retry failed. */
  UPSTREAM_RETRY_LIMIT_EXCEEDED(15),
  /** Nothing happened for too long. */
  STREAM_IDLE_TIMEOUT(16),
  /** The client does not speak HTTP as it should. */
  DOWNSTREAM_PROTOCOL_ERROR(18),
  /** It took too long as a whole. */
  DURATION_TIMEOUT(22),
  /** The upstream does not speak HTTP as it should. */
  UPSTREAM_PROTOCOL_ERROR(23),
  /** There is no such cluster. */
  NO_CLUSTER_FOUND(24),
  /** The client reset the stream. */
  DOWNSTREAM_REMOTE_RESET(28);

  private final long bit;

  ResponseFlag(int bit) {
    this.bit = 1L << bit;
  }

  /** The bit in {@link StreamInfo#responseFlags}. */
  public long bit() {
    return bit;
  }

  /** Adds it to a stream's. */
  public void addTo(StreamInfo info) {
    info.addResponseFlags(bit);
  }
}
