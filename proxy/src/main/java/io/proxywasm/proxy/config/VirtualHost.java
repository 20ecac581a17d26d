package io.proxywasm.proxy.config;

import java.util.List;

/**
 * The routes of some hosts.
 *
 * @param name the virtual host's name
 * @param domains which hosts: {@code example.com}, {@code *.example.com}, {@code example.*} or
 *     {@code *}
 * @param routes the first that matches is taken
 * @param headers headers added and removed
 * @param metadata data for filters
 */
public record VirtualHost(
    String name,
    List<String> domains,
    List<Route> routes,
    HeaderMutations headers,
    Metadata metadata) {

  /** Copies the lists. */
  public VirtualHost {
    domains = List.copyOf(domains);
    routes = List.copyOf(routes);
  }

  /** A virtual host for all hosts. */
  public static VirtualHost any(String name, List<Route> routes) {
    return new VirtualHost(name, List.of("*"), routes, HeaderMutations.NONE, Metadata.EMPTY);
  }
}
