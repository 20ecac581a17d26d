package io.proxywasm.proxy.cluster;

import io.proxywasm.host.TlsInfo;
import org.jspecify.annotations.Nullable;

/** A connection to an endpoint, as an exchange sees it. */
public interface UpstreamConnection {
  /** To which endpoint. */
  Endpoint endpoint();

  /** Our own address, as in {@code 127.0.0.1:50000}. */
  String localAddress();

  /** What is known of its TLS; null without TLS. */
  @Nullable TlsInfo tls();

  /** A number that no other connection of the process has. */
  long id();

  /** {@code HTTP/1.1} or {@code HTTP/2}; empty for TCP. */
  String protocol();
}
