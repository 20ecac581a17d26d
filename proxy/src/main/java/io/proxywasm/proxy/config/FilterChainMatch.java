package io.proxywasm.proxy.config;

import java.util.List;

/**
 * Which connections a filter chain is for.
 *
 * @param serverNames TLS server names: {@code example.com} or {@code *.example.com}; none for any
 * @param applicationProtocols ALPN protocols that the client offers; none for any
 * @param transportProtocol {@code tls} or {@code raw_buffer}; empty for any
 */
public record FilterChainMatch(
    List<String> serverNames, List<String> applicationProtocols, String transportProtocol) {
  /** All connections. */
  public static final FilterChainMatch ANY = new FilterChainMatch(List.of(), List.of(), "");

  /** Copies the lists. */
  public FilterChainMatch {
    serverNames = List.copyOf(serverNames);
    applicationProtocols = List.copyOf(applicationProtocols);
  }
}
