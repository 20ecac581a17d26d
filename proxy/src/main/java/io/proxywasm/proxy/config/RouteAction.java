package io.proxywasm.proxy.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Requests go to an upstream ({@code route}).
 *
 * @param cluster to which
 * @param clusterNotFoundResponseCode the status when the cluster is not there
 * @param timeout the time for the whole response from the end of the request on; empty for no limit
 * @param idleTimeout instead of the connection manager's {@link HttpTimeouts#streamIdle()}; zero
 *     for no limit, empty for the connection manager's
 * @param pathRewrite how the path changes
 * @param hostRewrite how the host changes
 * @param retryPolicy when a request is sent again
 */
public record RouteAction(
    ClusterSpecifier cluster,
    int clusterNotFoundResponseCode,
    Optional<Duration> timeout,
    Optional<Duration> idleTimeout,
    Optional<PathRewrite> pathRewrite,
    Optional<HostRewrite> hostRewrite,
    Optional<RetryPolicy> retryPolicy)
    implements Route.Action {
  /** The time for a response when a route says nothing. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);

  /** To one cluster, with Envoy's defaults for all else. */
  public static RouteAction to(String cluster) {
    return new RouteAction(
        new ClusterSpecifier.Single(cluster),
        503,
        Optional.of(DEFAULT_TIMEOUT),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** How a path changes on its way upstream. */
  public sealed interface PathRewrite {}

  /**
   * What the route's prefix or path matched is replaced ({@code prefix_rewrite}).
   *
   * @param prefix by this
   */
  public record PrefixRewrite(String prefix) implements PathRewrite {}

  /**
   * What matches in the path is replaced ({@code regex_rewrite}); the query stays.
   *
   * @param regex what
   * @param substitution by this, with {@code \1} for the first group
   */
  public record RegexRewrite(Regex regex, String substitution) implements PathRewrite {}

  /** How the host changes on its way upstream. */
  public sealed interface HostRewrite {}

  /**
   * The host becomes this one ({@code host_rewrite_literal}).
   *
   * @param host which
   */
  public record HostRewriteLiteral(String host) implements HostRewrite {}

  /**
   * The host becomes what a request header says ({@code host_rewrite_header}).
   *
   * @param header which
   */
  public record HostRewriteHeader(String header) implements HostRewrite {}

  /** The host becomes the name of the endpoint ({@code auto_host_rewrite}). */
  public record AutoHostRewrite() implements HostRewrite {}
}
