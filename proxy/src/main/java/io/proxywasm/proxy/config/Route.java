package io.proxywasm.proxy.config;

import java.util.Map;

/**
 * What happens to certain requests.
 *
 * @param name the route's name, may be empty
 * @param match which requests
 * @param action what happens to them
 * @param metadata data for filters
 * @param headers headers added and removed
 * @param filterOverrides by the HTTP filter's name; those of the virtual host and of the route
 *     configuration are in it already where the route has none
 */
public record Route(
    String name,
    RouteMatch match,
    Action action,
    Metadata metadata,
    HeaderMutations headers,
    Map<String, FilterOverride> filterOverrides) {

  /** Copies the map. */
  public Route {
    filterOverrides = Map.copyOf(filterOverrides);
  }

  /** A route with nothing but a match and an action. */
  public static Route of(RouteMatch match, Action action) {
    return new Route("", match, action, Metadata.EMPTY, HeaderMutations.NONE, Map.of());
  }

  /** What happens to a request. */
  public sealed interface Action permits RouteAction, DirectResponseAction, RedirectAction {}
}
