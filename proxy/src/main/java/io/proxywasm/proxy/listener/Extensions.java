package io.proxywasm.proxy.listener;

import io.proxywasm.proxy.config.FilterChain;
import io.proxywasm.proxy.config.HttpConnectionManager;
import io.proxywasm.proxy.config.Listener;
import io.proxywasm.proxy.config.TcpProxy;
import io.proxywasm.proxy.http.HttpExtension;
import io.proxywasm.proxy.tcp.TcpExtension;

/**
 * Gives each filter chain its plugins and logs. Asked once for each chain, before any port is open.
 */
public interface Extensions {
  /** For a chain that ends in HTTP. */
  HttpExtension http(Listener listener, FilterChain chain, HttpConnectionManager manager);

  /**
   * For a chain that ends in TCP; also for one that ends in HTTP and has network plugins before it,
   * which then see the bytes of HTTP.
   */
  TcpExtension tcp(Listener listener, FilterChain chain, TcpProxy proxy);
}
