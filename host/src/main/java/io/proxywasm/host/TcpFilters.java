package io.proxywasm.host;

import java.util.List;

/** Some plugins in their order on one loop, for TCP; made by {@link Host#tcpFilters}. */
public final class TcpFilters {
  private final List<PluginHandle> handles;

  TcpFilters(List<PluginHandle> handles) {
    this.handles = List.copyOf(handles);
  }

  /** Starts a connection. */
  public TcpFilterChain newConnection(StreamInfo info, TcpFilterChain.Connection connection) {
    return new TcpFilterChain(info, connection, handles);
  }
}
