package io.proxywasm.proxy.route;

import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.RouteInfo;
import io.proxywasm.proxy.config.ClusterSpecifier;
import io.proxywasm.proxy.config.HeaderMatcher;
import io.proxywasm.proxy.config.HeaderMutations;
import io.proxywasm.proxy.config.QueryParameterMatcher;
import io.proxywasm.proxy.config.Route;
import io.proxywasm.proxy.config.RouteAction;
import io.proxywasm.proxy.config.RouteConfiguration;
import io.proxywasm.proxy.config.RouteMatch;
import io.proxywasm.proxy.config.VirtualHost;
import io.proxywasm.proxy.net.PropertyValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** All routes of a connection manager, made for being looked through fast. Thread-safe. */
public final class RouteTable {
  private final boolean ignorePort;
  private final Map<String, Hosts> exact = new HashMap<>();
  private final List<Wildcard> suffixes = new ArrayList<>();
  private final List<Wildcard> prefixes = new ArrayList<>();
  private @Nullable Hosts any;

  private RouteTable(RouteConfiguration config) {
    ignorePort = config.ignorePortInHostMatching();
    for (VirtualHost host : config.virtualHosts()) {
      Hosts compiled = new Hosts(config, host);
      for (String domain : host.domains()) {
        add(domain.toLowerCase(Locale.ROOT), compiled);
      }
    }
    suffixes.sort((a, b) -> b.text.length() - a.text.length());
    prefixes.sort((a, b) -> b.text.length() - a.text.length());
  }

  /**
   * Makes a table.
   *
   * @throws io.proxywasm.proxy.config.ConfigException when a header's value cannot be computed
   */
  public static RouteTable of(RouteConfiguration config) {
    return new RouteTable(config);
  }

  private void add(String domain, Hosts hosts) {
    if (domain.equals("*")) {
      any = any == null ? hosts : any;
    } else if (domain.startsWith("*")) {
      suffixes.add(new Wildcard(domain.substring(1), hosts));
    } else if (domain.endsWith("*")) {
      prefixes.add(new Wildcard(domain.substring(0, domain.length() - 1), hosts));
    } else {
      exact.putIfAbsent(domain, hosts);
    }
  }

  private record Wildcard(String text, Hosts hosts) {}

  /** The routes of one virtual host. */
  private static final class Hosts {
    final Candidate[] routes;

    Hosts(RouteConfiguration config, VirtualHost host) {
      routes =
          host.routes().stream()
              .map(route -> new Candidate(config, host, route))
              .toArray(Candidate[]::new);
    }
  }

  /** One route, with an entry for each of its weighted clusters. */
  private static final class Candidate {
    final RouteMatch match;
    final boolean pathOnly;
    final RouteEntry[] entries;
    final int[] weights;
    final int sum;

    Candidate(RouteConfiguration config, VirtualHost host, Route route) {
      match = route.match();
      pathOnly = match.headers().isEmpty() && match.queryParameters().isEmpty();
      RouteInfo info =
          new RouteInfo(
              route.name(),
              PropertyValues.metadata(route.metadata()),
              host.name(),
              PropertyValues.metadata(host.metadata()));
      List<HeaderMutations> levels =
          new ArrayList<>(List.of(route.headers(), host.headers(), config.headers()));
      if (route.action() instanceof RouteAction action
          && action.cluster() instanceof ClusterSpecifier.Weighted weighted) {
        entries = new RouteEntry[weighted.clusters().size()];
        weights = new int[entries.length];
        int total = 0;
        for (int i = 0; i < entries.length; i++) {
          ClusterSpecifier.Weight weight = weighted.clusters().get(i);
          List<HeaderMutations> all = new ArrayList<>(levels);
          all.add(0, weight.headers());
          entries[i] =
              new RouteEntry(
                  route, info, weight.cluster(), weight.filterOverrides(), ordered(config, all));
          weights[i] = weight.weight();
          total += weight.weight();
        }
        sum = total;
        return;
      }
      String cluster =
          route.action() instanceof RouteAction action
                  && action.cluster() instanceof ClusterSpecifier.Single single
              ? single.cluster()
              : null;
      entries =
          new RouteEntry[] {
            new RouteEntry(route, info, cluster, route.filterOverrides(), ordered(config, levels))
          };
      weights = new int[] {1};
      sum = 1;
    }

    private static List<HeaderMutations> ordered(
        RouteConfiguration config, List<HeaderMutations> levels) {
      if (config.mostSpecificHeaderMutationsWins()) {
        Collections.reverse(levels);
      }
      return levels;
    }

    RouteEntry entry() {
      if (entries.length > 1) {
        int left = ThreadLocalRandom.current().nextInt(sum);
        for (int i = 0; i < entries.length; i++) {
          left -= weights[i];
          if (left < 0) {
            return entries[i];
          }
        }
      }
      return entries[0];
    }
  }

  /** Finds the route of a request; null when there is none. */
  public @Nullable RouteEntry find(HeaderMap headers) {
    String target = headers.get(":path");
    if (target == null) {
      return null;
    }
    Hosts hosts = hosts(headers);
    if (hosts == null) {
      return null;
    }
    int end = endOfPath(target);
    String path = end == target.length() ? target : target.substring(0, end);
    for (Candidate candidate : hosts.routes) {
      if (candidate.match.path().matches(path)
          && (candidate.pathOnly || matchesRest(candidate.match, headers, target, end))) {
        return candidate.entry();
      }
    }
    return null;
  }

  private @Nullable Hosts hosts(HeaderMap headers) {
    if (exact.isEmpty() && suffixes.isEmpty() && prefixes.isEmpty()) {
      return any;
    }
    String authority = headers.get(":authority");
    String host = authority == null ? "" : authority.toLowerCase(Locale.ROOT);
    if (ignorePort) {
      host = withoutPort(host);
    }
    Hosts found = exact.get(host);
    if (found != null) {
      return found;
    }
    for (Wildcard suffix : suffixes) {
      if (host.length() > suffix.text.length() && host.endsWith(suffix.text)) {
        return suffix.hosts;
      }
    }
    for (Wildcard prefix : prefixes) {
      if (host.length() > prefix.text.length() && host.startsWith(prefix.text)) {
        return prefix.hosts;
      }
    }
    return any;
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    if (colon < 0 || colon < host.lastIndexOf(']')) {
      return host;
    }
    for (int i = colon + 1; i < host.length(); i++) {
      if (host.charAt(i) < '0' || host.charAt(i) > '9') {
        return host;
      }
    }
    return host.substring(0, colon);
  }

  private static boolean matchesRest(
      RouteMatch match, HeaderMap headers, String target, int endOfPath) {
    for (HeaderMatcher matcher : match.headers()) {
      if (!matches(matcher, headers)) {
        return false;
      }
    }
    for (QueryParameterMatcher matcher : match.queryParameters()) {
      if (!matcher.matches(parameter(target, endOfPath, matcher.name()))) {
        return false;
      }
    }
    return true;
  }

  /** Of several headers with this name one must pass the test. */
  private static boolean matches(HeaderMatcher matcher, HeaderMap headers) {
    String name = matcher.name().equals("host") ? ":authority" : matcher.name();
    String first = headers.get(name);
    if (first == null || matcher.matches(first) != matcher.invertMatch()) {
      return matcher.matches(first);
    }
    List<String> all = headers.all(name);
    for (String value : all) {
      if (matcher.matches(value) != matcher.invertMatch()) {
        return !matcher.invertMatch();
      }
    }
    return matcher.invertMatch();
  }

  /** The first value of a query parameter, as it stands; null when there is none. */
  private static @Nullable String parameter(String target, int endOfPath, String name) {
    int fragment = target.indexOf('#', endOfPath);
    int end = fragment < 0 ? target.length() : fragment;
    int at = endOfPath + 1;
    while (at < end) {
      int next = target.indexOf('&', at);
      int stop = next < 0 || next > end ? end : next;
      int equals = target.indexOf('=', at);
      int nameEnd = equals < 0 || equals > stop ? stop : equals;
      if (nameEnd - at == name.length() && target.startsWith(name, at)) {
        return nameEnd == stop ? "" : target.substring(nameEnd + 1, stop);
      }
      at = stop + 1;
    }
    return null;
  }

  /** Where a path ends and its query or fragment begins. */
  static int endOfPath(String target) {
    int query = target.indexOf('?');
    int fragment = target.indexOf('#');
    if (query < 0) {
      return fragment < 0 ? target.length() : fragment;
    }
    return fragment < 0 ? query : Math.min(query, fragment);
  }
}
