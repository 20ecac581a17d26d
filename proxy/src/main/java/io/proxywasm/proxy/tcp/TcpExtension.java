package io.proxywasm.proxy.tcp;

import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.TcpFilters;
import io.proxywasm.proxy.net.NettyEventLoop;

/** What the end of a chain of network filters needs from outside: its plugins and its logs. */
public interface TcpExtension {
  /** The plugins for a new connection. Called for every connection, on its loop. */
  TcpFilters filters(NettyEventLoop loop);

  /** Writes about a connection that is over. On its loop, after the plugins were told. */
  void log(NettyEventLoop loop, StreamInfo info);
}
