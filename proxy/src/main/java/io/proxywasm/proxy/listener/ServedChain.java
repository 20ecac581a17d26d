package io.proxywasm.proxy.listener;

import io.netty.handler.ssl.SslContext;
import io.proxywasm.proxy.config.FilterChain;
import io.proxywasm.proxy.config.FilterChainMatch;
import io.proxywasm.proxy.http.HttpManager;
import io.proxywasm.proxy.tcp.TcpExtension;
import io.proxywasm.proxy.tcp.TcpManager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A filter chain that is ready for connections.
 *
 * @param config what the configuration says
 * @param tls how TLS is spoken; null for none
 * @param http what serves HTTP; null for TCP
 * @param tcp what serves TCP; null for HTTP
 * @param network the plugins on the bytes of HTTP; null for none
 */
record ServedChain(
    FilterChain config,
    @Nullable SslContext tls,
    @Nullable HttpManager http,
    @Nullable TcpManager tcp,
    @Nullable TcpExtension network) {

  /** Whether HTTP connections of another chain can go on as connections of this one. */
  boolean canReplace(ServedChain other) {
    return http != null
        && other.http != null
        && config.name().equals(other.config.name())
        && config.match().equals(other.config.match())
        && config.tls().equals(other.config.tls())
        && config.networkFilters().equals(other.config.networkFilters())
        && other.http.canBecome(http);
  }

  /** The same with the connection manager of a chain that it replaces. */
  ServedChain replacing(ServedChain other) {
    if (http == null || other.http == null) {
      return this;
    }
    other.http.become(http);
    return new ServedChain(config, tls, other.http, tcp, network);
  }

  /** Whether something of a connection's first bytes must be known to choose among chains. */
  static boolean needsFirstBytes(List<ServedChain> chains) {
    return chains.stream().anyMatch(chain -> !chain.config.match().equals(FilterChainMatch.ANY));
  }

  /**
   * How well this chain is for a connection; less than 0 when it is not. Server names count most,
   * then the transport, then the protocols, as in Envoy.
   */
  int rank(boolean isTls, ClientHello hello) {
    FilterChainMatch match = config.match();
    int name = nameRank(match.serverNames(), hello.serverName());
    if (name < 0) {
      return -1;
    }
    int transport = 0;
    if (!match.transportProtocol().isEmpty()) {
      if (!match.transportProtocol().equals(isTls ? "tls" : "raw_buffer")) {
        return -1;
      }
      transport = 1;
    }
    int protocols = 0;
    if (!match.applicationProtocols().isEmpty()) {
      if (hello.protocols().stream().noneMatch(match.applicationProtocols()::contains)) {
        return -1;
      }
      protocols = 1;
    }
    return name * 4 + transport * 2 + protocols;
  }

  private static int nameRank(List<String> names, String wanted) {
    if (names.isEmpty()) {
      return 0;
    }
    int best = -1;
    for (String name : names) {
      if (name.equals(wanted)) {
        return 1 << 16;
      }
      if (name.startsWith("*.") && wanted.endsWith(name.substring(1))) {
        best = Math.max(best, name.length());
      }
    }
    return best;
  }
}
