package io.proxywasm.proxy.config;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Requests are answered with another place ({@code redirect}).
 *
 * @param scheme the new scheme
 * @param host the new host
 * @param port the new port
 * @param path how the path changes
 * @param responseCode 301, 302, 303, 307 or 308
 * @param stripQuery whether the query is left out
 */
public record RedirectAction(
    Optional<String> scheme,
    Optional<String> host,
    OptionalInt port,
    Optional<PathChange> path,
    int responseCode,
    boolean stripQuery)
    implements Route.Action {

  /** How the path changes. */
  public sealed interface PathChange {}

  /**
   * The path becomes this one ({@code path_redirect}); it may have a query.
   *
   * @param path which
   */
  public record PathRedirect(String path) implements PathChange {}

  /**
   * What the route's prefix or path matched is replaced ({@code prefix_rewrite}).
   *
   * @param prefix by this
   */
  public record PrefixRewrite(String prefix) implements PathChange {}

  /**
   * What matches in the path is replaced ({@code regex_rewrite}).
   *
   * @param regex what
   * @param substitution by this, with {@code \1} for the first group
   */
  public record RegexRewrite(Regex regex, String substitution) implements PathChange {}
}
