package io.proxywasm.host;

/** Some plugins in their order on one loop, for TCP; made by {@link Host#tcpFilters}. */
public final class TcpFilters {
  TcpFilters() {}

  /** Starts a connection. */
  public TcpFilterChain newConnection(StreamInfo info, TcpFilterChain.Connection connection) {
    throw new UnsupportedOperationException();
  }
}
