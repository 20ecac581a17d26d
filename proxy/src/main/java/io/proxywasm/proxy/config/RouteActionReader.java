package io.proxywasm.proxy.config;

import static io.proxywasm.proxy.config.RouteReader.ROUTE;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what happens to requests. */
final class RouteActionReader {
  private static final String ACTION = ROUTE + "RouteAction";
  private static final String REGEX_REWRITE = CoreReader.MATCHER + "RegexMatchAndSubstitute";
  private static final Map<String, Integer> NOT_FOUND = new LinkedHashMap<>();
  private static final Map<String, Integer> REDIRECTS = new LinkedHashMap<>();

  static {
    NOT_FOUND.put("SERVICE_UNAVAILABLE", 503);
    NOT_FOUND.put("NOT_FOUND", 404);
    NOT_FOUND.put("INTERNAL_SERVER_ERROR", 500);
    REDIRECTS.put("MOVED_PERMANENTLY", 301);
    REDIRECTS.put("FOUND", 302);
    REDIRECTS.put("SEE_OTHER", 303);
    REDIRECTS.put("TEMPORARY_REDIRECT", 307);
    REDIRECTS.put("PERMANENT_REDIRECT", 308);
  }

  private final FilterOverrideReader overrides;
  private final Optional<List<String>> clusters;
  private final int maxBody;

  /**
   * Begins.
   *
   * @param clusters those that are there, or empty when any may be named
   * @param maxBody the greatest size of a body in the configuration
   */
  RouteActionReader(FilterOverrideReader overrides, Optional<List<String>> clusters, int maxBody) {
    this.overrides = overrides;
    this.clusters = clusters;
    this.maxBody = maxBody;
  }

  /** The action of a route. */
  Route.Action read(MessageInput in, Map<String, FilterOverride> ours) {
    Optional<Route.Action> route = in.message("route", ACTION, action -> route(action, ours));
    Optional<Route.Action> redirect =
        in.message("redirect", ROUTE + "RedirectAction", RouteActionReader::redirect);
    Optional<Route.Action> response =
        in.message("direct_response", ROUTE + "DirectResponseAction", this::directResponse);
    in.exactlyOneOf("route", "redirect", "direct_response");
    return route.or(() -> redirect).or(() -> response).orElseThrow();
  }

  private Route.Action directResponse(MessageInput in) {
    OptionalInt status = in.optionalUint32("status", 200, 599);
    return new DirectResponseAction(
        status.orElseThrow(() -> in.missing("status")),
        in.message("body", CoreReader.DATA_SOURCE, this::body).orElse(Bytes.EMPTY));
  }

  private Bytes body(MessageInput in) {
    Bytes body = CoreReader.data(in);
    if (body.size() > maxBody) {
      throw in.wrong(
          String.format(
              "has %d bytes, but the route configuration's max_direct_response_body_size_bytes"
                  + " is %d",
              body.size(), maxBody));
    }
    return body;
  }

  private static Route.Action redirect(MessageInput in) {
    boolean https = in.flag("https_redirect", false);
    Optional<String> scheme = in.optionalText("scheme_redirect");
    in.oneOf("https_redirect", "scheme_redirect");
    String path = in.text("path_redirect");
    String prefix = in.text("prefix_rewrite");
    Optional<RegexRewrite> regex =
        in.message("regex_rewrite", REGEX_REWRITE, RouteActionReader::regexRewrite);
    Optional<RedirectAction.PathChange> change =
        switch (in.oneOf("path_redirect", "prefix_rewrite", "regex_rewrite")) {
          case "path_redirect" -> Optional.of(new RedirectAction.PathRedirect(path));
          case "prefix_rewrite" -> Optional.of(new RedirectAction.PrefixRewrite(prefix));
          case "regex_rewrite" ->
              regex.map(r -> new RedirectAction.RegexRewrite(r.regex(), r.substitution()));
          default -> Optional.empty();
        };
    OptionalInt port = in.optionalUint32("port_redirect", 0, 65535);
    return new RedirectAction(
        https ? Optional.of("https") : scheme,
        in.optionalText("host_redirect"),
        port.orElse(0) == 0 ? OptionalInt.empty() : port,
        change,
        in.word("response_code", REDIRECTS, 301),
        in.flag("strip_query", false));
  }

  private Route.Action route(MessageInput in, Map<String, FilterOverride> ours) {
    return new RouteAction(
        cluster(in, ours),
        in.word("cluster_not_found_response_code", NOT_FOUND, 503),
        in.timeout("timeout", Optional.of(RouteAction.DEFAULT_TIMEOUT)),
        in.duration("idle_timeout"),
        pathRewrite(in),
        hostRewrite(in),
        in.message("retry_policy", ROUTE + "RetryPolicy", RouteActionReader::retryPolicy));
  }

  private ClusterSpecifier cluster(MessageInput in, Map<String, FilterOverride> ours) {
    String cluster = in.text("cluster");
    String header = in.text("cluster_header");
    Optional<ClusterSpecifier> weighted =
        in.message("weighted_clusters", ROUTE + "WeightedCluster", w -> weighted(w, ours));
    return switch (in.exactlyOneOf("cluster", "cluster_header", "weighted_clusters")) {
      case "cluster" -> new ClusterSpecifier.Single(known(in, "cluster", cluster));
      case "cluster_header" -> new ClusterSpecifier.Header(notEmpty(in, "cluster_header", header));
      default -> weighted.orElseThrow();
    };
  }

  private String known(MessageInput in, String field, String cluster) {
    notEmpty(in, field, cluster);
    if (clusters.isPresent() && !clusters.get().contains(cluster)) {
      throw in.wrong(
          field,
          String.format(
              "unknown cluster '%s'. Clusters: %s",
              cluster, clusters.get().isEmpty() ? "none" : String.join(", ", clusters.get())));
    }
    return cluster;
  }

  private static String notEmpty(MessageInput in, String field, String text) {
    if (text.isEmpty()) {
      throw in.wrong(field, "must not be empty");
    }
    return text;
  }

  private ClusterSpecifier weighted(MessageInput in, Map<String, FilterOverride> ours) {
    List<ClusterSpecifier.Weight> weights =
        in.requiredMessages(
            "clusters", ROUTE + "WeightedCluster.ClusterWeight", weight -> weight(weight, ours));
    if (weights.stream().allMatch(weight -> weight.weight() == 0)) {
      throw in.wrong("clusters", "the sum of the weights must be more than 0");
    }
    return new ClusterSpecifier.Weighted(weights);
  }

  private ClusterSpecifier.Weight weight(MessageInput in, Map<String, FilterOverride> ours) {
    return new ClusterSpecifier.Weight(
        known(in, "name", in.requiredText("name")),
        in.uint32("weight", 0),
        HeaderMutationsReader.read(in),
        overrides.read(in, ours));
  }

  private static Optional<RouteAction.PathRewrite> pathRewrite(MessageInput in) {
    Optional<RouteAction.PathRewrite> prefix =
        in.optionalText("prefix_rewrite").map(RouteAction.PrefixRewrite::new);
    Optional<RouteAction.PathRewrite> regex =
        in.message("regex_rewrite", REGEX_REWRITE, RouteActionReader::regexRewrite)
            .map(r -> new RouteAction.RegexRewrite(r.regex(), r.substitution()));
    in.oneOf("prefix_rewrite", "regex_rewrite");
    return prefix.or(() -> regex);
  }

  private static RegexRewrite regexRewrite(MessageInput in) {
    Regex regex =
        in.requiredMessage("pattern", CoreReader.MATCHER + "RegexMatcher", CoreReader::regex);
    String substitution = in.text("substitution");
    String problem = regex.substitutionProblem(substitution);
    if (!problem.isEmpty()) {
      throw in.wrong("substitution", problem);
    }
    return new RegexRewrite(regex, substitution);
  }

  private static Optional<RouteAction.HostRewrite> hostRewrite(MessageInput in) {
    Optional<RouteAction.HostRewrite> literal =
        in.optionalText("host_rewrite_literal").map(RouteAction.HostRewriteLiteral::new);
    Optional<RouteAction.HostRewrite> header =
        in.optionalText("host_rewrite_header").map(RouteAction.HostRewriteHeader::new);
    Optional<RouteAction.HostRewrite> auto =
        in.flag("auto_host_rewrite", false)
            ? Optional.of(new RouteAction.AutoHostRewrite())
            : Optional.empty();
    in.oneOf("host_rewrite_literal", "auto_host_rewrite", "host_rewrite_header");
    return literal.or(() -> header).or(() -> auto);
  }

  private static RetryPolicy retryPolicy(MessageInput in) {
    Set<RetryPolicy.On> retryOn = new LinkedHashSet<>();
    for (String word : in.text("retry_on").split(",")) {
      if (!word.isBlank()) {
        retryOn.add(retryOn(in, word.strip()));
      }
    }
    List<Duration> pauses =
        in.message("retry_back_off", ROUTE + "RetryPolicy.RetryBackOff", RouteActionReader::pauses)
            .orElse(List.of(Duration.ofMillis(25), Duration.ofMillis(250)));
    return new RetryPolicy(
        retryOn,
        in.uint32("num_retries", 1),
        in.timeout("per_try_timeout", Optional.empty()),
        new HashSet<>(in.uint32s("retriable_status_codes", 100, 999)),
        pauses.get(0),
        pauses.get(1));
  }

  private static RetryPolicy.On retryOn(MessageInput in, String word) {
    return Stream.of(RetryPolicy.On.values())
        .filter(on -> on.text().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                in.wrong(
                    "retry_on",
                    word
                        + " is not served. Served here: "
                        + Stream.of(RetryPolicy.On.values())
                            .map(RetryPolicy.On::text)
                            .collect(Collectors.joining(", "))));
  }

  private static List<Duration> pauses(MessageInput in) {
    Duration base =
        in.positiveDuration("base_interval").orElseThrow(() -> in.missing("base_interval"));
    Duration max = in.positiveDuration("max_interval").orElse(base.multipliedBy(10));
    if (max.compareTo(base) < 0) {
      throw in.wrong("max_interval", "must not be less than base_interval");
    }
    return List.of(base, max);
  }

  private record RegexRewrite(Regex regex, String substitution) {}
}
