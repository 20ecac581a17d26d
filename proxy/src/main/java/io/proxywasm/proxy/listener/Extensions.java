package io.proxywasm.proxy.listener;

import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.proxy.config.AccessLog;
import io.proxywasm.proxy.config.FilterChain;
import io.proxywasm.proxy.config.HttpConnectionManager;
import io.proxywasm.proxy.config.Listener;
import io.proxywasm.proxy.http.HttpExtension;
import io.proxywasm.proxy.net.NettyEventLoop;
import io.proxywasm.proxy.tcp.TcpExtension;
import java.util.List;

/**
 * Gives each filter chain its plugins and logs. Asked once for each chain, before any port is open.
 */
public interface Extensions {
  /** For a chain that ends in HTTP. */
  HttpExtension http(Listener listener, FilterChain chain, HttpConnectionManager manager);

  /**
   * For a chain that ends in TCP; also for one that ends in HTTP and has network plugins before it,
   * which then see the bytes of HTTP.
   *
   * @param logs the logs of connections
   */
  TcpExtension tcp(Listener listener, FilterChain chain, List<AccessLog> logs);

  /**
   * Writes about a connection that is over to the logs of its listener; only called when it has
   * some. On the connection's loop.
   */
  default void logConnection(
      Listener listener,
      NettyEventLoop loop,
      ConnectionInfo connection,
      long startTimeNanos,
      long durationNanos) {}
}
