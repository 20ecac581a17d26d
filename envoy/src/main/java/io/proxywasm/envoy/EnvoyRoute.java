package io.proxywasm.envoy;

import java.util.Map;
import java.util.Optional;

/**
 * Where requests go whose path begins with a prefix: to a cluster, or nowhere with a fixed answer.
 *
 * @param domain the authority (Host) it is for, such as {@code *.example.com}; {@code *} for any
 * @param prefix the path's beginning
 * @param cluster the cluster, or empty for a fixed answer
 * @param status the fixed answer's status
 * @param body the fixed answer's body
 * @param metadata what plugins and filters can read of the route, by the filter it is meant for
 */
public record EnvoyRoute(
    String domain,
    String prefix,
    Optional<String> cluster,
    int status,
    String body,
    Map<String, Map<String, String>> metadata) {

  private static final String ANY = "*";

  /** Copies the metadata. */
  public EnvoyRoute {
    metadata = Map.copyOf(metadata);
  }

  /**
   * Sends requests to a cluster.
   *
   * @param prefix the path's beginning
   * @param cluster the cluster's name
   * @return the route
   */
  public static EnvoyRoute toCluster(String prefix, String cluster) {
    return new EnvoyRoute(ANY, prefix, Optional.of(cluster), 0, "", Map.of());
  }

  /**
   * Answers requests without an upstream ({@code direct_response}). The stream ends before filters
   * see the request's body.
   *
   * @param prefix the path's beginning
   * @param status the answer's status
   * @param body the answer's body
   * @return the route
   */
  public static EnvoyRoute respond(String prefix, int status, String body) {
    return new EnvoyRoute(ANY, prefix, Optional.empty(), status, body, Map.of());
  }

  /**
   * Returns the route with metadata, in place of what it has.
   *
   * @param filter the filter it is meant for, such as {@code envoy.filters.http.wasm}
   * @param values the texts by their names
   * @return the new route
   */
  public EnvoyRoute withMetadata(String filter, Map<String, String> values) {
    return new EnvoyRoute(
        domain, prefix, cluster, status, body, Map.of(filter, Map.copyOf(values)));
  }

  /**
   * Returns the route for requests with one authority only. The routes of a domain are a virtual
   * host of their own: a request whose authority has one sees no other routes.
   *
   * @param value a name, or one with {@code *} at its beginning or end
   * @return the new route
   */
  public EnvoyRoute forDomain(String value) {
    return new EnvoyRoute(value, prefix, cluster, status, body, metadata);
  }
}
