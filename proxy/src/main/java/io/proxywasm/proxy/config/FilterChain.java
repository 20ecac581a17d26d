package io.proxywasm.proxy.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What happens to some connections of a listener.
 *
 * @param name the chain's name, may be empty
 * @param match which connections
 * @param tls how TLS is spoken, or empty for none
 * @param transportSocketConnectTimeout the time for the TLS handshake; empty for no limit
 * @param networkFilters the plugins on the connection's bytes, in the order of the client's
 * @param terminal what comes after them
 */
public record FilterChain(
    String name,
    FilterChainMatch match,
    Optional<DownstreamTlsContext> tls,
    Optional<Duration> transportSocketConnectTimeout,
    List<PluginConfig> networkFilters,
    TerminalFilter terminal) {

  /** Copies the list. */
  public FilterChain {
    networkFilters = List.copyOf(networkFilters);
  }

  /** All connections, without TLS. */
  public static FilterChain of(List<PluginConfig> networkFilters, TerminalFilter terminal) {
    return new FilterChain(
        "", FilterChainMatch.ANY, Optional.empty(), Optional.empty(), networkFilters, terminal);
  }
}
