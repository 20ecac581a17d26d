package io.proxywasm.proxy.config;

import java.util.List;

/**
 * Which requests a route is for: all tests must pass.
 *
 * @param path the test of the path
 * @param headers the tests of headers
 * @param queryParameters the tests of the query
 */
public record RouteMatch(
    PathMatcher path, List<HeaderMatcher> headers, List<QueryParameterMatcher> queryParameters) {

  /** Copies the lists. */
  public RouteMatch {
    headers = List.copyOf(headers);
    queryParameters = List.copyOf(queryParameters);
  }

  /** All requests whose path begins so. */
  public static RouteMatch prefix(String prefix) {
    return new RouteMatch(new PathMatcher.Prefix(prefix, true), List.of(), List.of());
  }
}
