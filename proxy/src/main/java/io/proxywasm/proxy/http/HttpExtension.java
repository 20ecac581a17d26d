package io.proxywasm.proxy.http;

import io.proxywasm.host.HttpFilterChain;
import io.proxywasm.host.HttpFilters;
import io.proxywasm.proxy.config.FilterOverride;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.util.Map;

/** What an HTTP connection manager needs from outside: its plugins and its logs. */
public interface HttpExtension {
  /**
   * The plugins for a new stream. Called for every stream, on its loop, so keep them.
   *
   * @param overrides what the route (or its weighted cluster) changes, by the filter's name; the
   *     same object for the same route every time; empty when there is no route
   */
  HttpFilters filters(NettyEventLoop loop, Map<String, FilterOverride> overrides);

  /** Whether {@link #log} does anything. */
  boolean hasLogs();

  /** Writes about a stream that is over. On its loop, after the plugins were told. */
  void log(NettyEventLoop loop, HttpFilterChain stream);
}
