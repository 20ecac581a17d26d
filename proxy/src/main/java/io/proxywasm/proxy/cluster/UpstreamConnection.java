package io.proxywasm.proxy.cluster;

import java.net.InetSocketAddress;

/** A connection to an endpoint, as an exchange sees it. */
public interface UpstreamConnection {
  /** To which endpoint. */
  Endpoint endpoint();

  /** Our own address. */
  InetSocketAddress localAddress();

  /** A number that no other connection of the process has. */
  long id();

  /** {@code HTTP/1.1} or {@code HTTP/2}; empty for TCP. */
  String protocol();
}
