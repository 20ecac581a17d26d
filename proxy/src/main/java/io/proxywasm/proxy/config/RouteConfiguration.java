package io.proxywasm.proxy.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where requests go.
 *
 * @param name the configuration's name
 * @param virtualHosts the routes by host
 * @param headers headers added and removed
 * @param mostSpecificHeaderMutationsWins whether headers are changed here first and by the route
 *     last, and not the other way round
 * @param ignorePortInHostMatching whether a host is looked up without its port
 * @param metadata data for filters
 */
public record RouteConfiguration(
    String name,
    List<VirtualHost> virtualHosts,
    HeaderMutations headers,
    boolean mostSpecificHeaderMutationsWins,
    boolean ignorePortInHostMatching,
    Metadata metadata) {

  /** Copies the list. */
  public RouteConfiguration {
    virtualHosts = List.copyOf(virtualHosts);
  }

  /** Virtual hosts, and nothing else. */
  public static RouteConfiguration of(String name, List<VirtualHost> virtualHosts) {
    return new RouteConfiguration(
        name, virtualHosts, HeaderMutations.NONE, false, false, Metadata.EMPTY);
  }

  /**
   * Finds the virtual host of a host: the exact domain, else the longest {@code *suffix}, else the
   * longest {@code prefix*}, else {@code *}.
   *
   * @param authority the request's host, perhaps with a port
   * @return the virtual host, or empty when none is for this host
   */
  public Optional<VirtualHost> virtualHost(String authority) {
    String host = authority.toLowerCase(Locale.ROOT);
    if (ignorePortInHostMatching) {
      host = host.replaceFirst(":[0-9]*$", "");
    }
    VirtualHost best = null;
    int bestRank = -1;
    for (VirtualHost candidate : virtualHosts) {
      for (String domain : candidate.domains()) {
        int rank = rank(domain.toLowerCase(Locale.ROOT), host);
        if (rank > bestRank) {
          bestRank = rank;
          best = candidate;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static int rank(String domain, String host) {
    int wildcards = 1 << 16;
    if (domain.equals("*")) {
      return 0;
    }
    if (domain.startsWith("*")) {
      boolean matches = host.length() >= domain.length() && host.endsWith(domain.substring(1));
      return matches ? wildcards + domain.length() : -1;
    }
    if (domain.endsWith("*")) {
      String prefix = domain.substring(0, domain.length() - 1);
      boolean matches = host.length() >= domain.length() && host.startsWith(prefix);
      return matches ? domain.length() : -1;
    }
    return domain.equals(host) ? 2 * wildcards : -1;
  }
}
