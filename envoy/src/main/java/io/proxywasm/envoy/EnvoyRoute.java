package io.proxywasm.envoy;

import java.util.Optional;

/**
 * Where requests go whose path begins with a prefix: to a cluster, or nowhere with a fixed answer.
 *
 * @param prefix the path's beginning
 * @param cluster the cluster, or empty for a fixed answer
 * @param status the fixed answer's status
 * @param body the fixed answer's body
 */
public record EnvoyRoute(String prefix, Optional<String> cluster, int status, String body) {

  /**
   * Sends requests to a cluster.
   *
   * @param prefix the path's beginning
   * @param cluster the cluster's name
   * @return the route
   */
  public static EnvoyRoute toCluster(String prefix, String cluster) {
    return new EnvoyRoute(prefix, Optional.of(cluster), 0, "");
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
    return new EnvoyRoute(prefix, Optional.empty(), status, body);
  }
}
