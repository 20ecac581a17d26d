package io.proxywasm.proxy.route;

import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.RouteInfo;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.proxy.accesslog.LogEntry;
import io.proxywasm.proxy.config.ClusterSpecifier;
import io.proxywasm.proxy.config.FilterOverride;
import io.proxywasm.proxy.config.HeaderMutations;
import io.proxywasm.proxy.config.PathMatcher;
import io.proxywasm.proxy.config.RedirectAction;
import io.proxywasm.proxy.config.Regex;
import io.proxywasm.proxy.config.Route;
import io.proxywasm.proxy.config.RouteAction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A route that was chosen, and what it does to a request and its response. Immutable. */
public final class RouteEntry {
  private final Route config;
  private final RouteInfo info;
  private final @Nullable String cluster;
  private final @Nullable String clusterHeader;
  private final Map<String, FilterOverride> overrides;
  private final @Nullable HeaderChanges requestChanges;
  private final @Nullable HeaderChanges responseChanges;

  RouteEntry(
      Route config,
      RouteInfo info,
      @Nullable String cluster,
      Map<String, FilterOverride> overrides,
      List<HeaderMutations> levels) {
    this.config = config;
    this.info = info;
    this.cluster = cluster;
    this.clusterHeader =
        config.action() instanceof RouteAction action
                && action.cluster() instanceof ClusterSpecifier.Header header
            ? header.header()
            : null;
    this.overrides = overrides;
    this.requestChanges = HeaderChanges.ofRequests(levels);
    this.responseChanges = HeaderChanges.ofResponses(levels);
  }

  /** What the configuration says. */
  public Route config() {
    return config;
  }

  /** What plugins and access logs see of it. */
  public RouteInfo info() {
    return info;
  }

  /** What it changes of HTTP filters, by their names. The same object every time. */
  public Map<String, FilterOverride> overrides() {
    return overrides;
  }

  /** The cluster that a request goes to; null when there is none. */
  public @Nullable String cluster(HeaderMap request) {
    return clusterHeader == null ? cluster : request.get(clusterHeader);
  }

  /**
   * Changes a request before it goes upstream: path, host, headers.
   *
   * @param endpointName the name of the endpoint, or empty
   */
  public void changeRequest(HeaderMap headers, StreamInfo info, String endpointName) {
    HeaderChanges changes = requestChanges;
    if (changes != null) {
      changes.apply(headers, new LogEntry(info, headers, null, null));
    }
    if (config.action() instanceof RouteAction action) {
      if (action.hostRewrite().isPresent()) {
        rewriteHost(headers, action.hostRewrite().get(), endpointName);
      }
      if (action.pathRewrite().isPresent()) {
        rewritePath(headers, action.pathRewrite().get());
      }
    }
  }

  private static void rewriteHost(
      HeaderMap headers, RouteAction.HostRewrite rewrite, String endpointName) {
    String host = null;
    if (rewrite instanceof RouteAction.HostRewriteLiteral literal) {
      host = literal.host();
    } else if (rewrite instanceof RouteAction.HostRewriteHeader header) {
      host = headers.get(header.header());
    } else {
      host = endpointName;
    }
    String before = headers.get(":authority");
    if (host != null && !host.isEmpty()) {
      headers.set(":authority", host);
      if (before != null && !before.equals(host)) {
        headers.set("x-envoy-original-host", before);
      }
    }
  }

  private void rewritePath(HeaderMap headers, RouteAction.PathRewrite rewrite) {
    String before = headers.get(":path");
    if (before == null) {
      return;
    }
    String after =
        rewrite instanceof RouteAction.PrefixRewrite prefix
            ? replacePrefix(before, prefix.prefix())
            : replaceRegex(
                before,
                ((RouteAction.RegexRewrite) rewrite).regex(),
                ((RouteAction.RegexRewrite) rewrite).substitution());
    headers.set(":path", after);
    headers.set("x-envoy-original-path", before);
  }

  private String replacePrefix(String path, String replacement) {
    PathMatcher matcher = config.match().path();
    int length = 0;
    if (matcher instanceof PathMatcher.Prefix prefix) {
      length = prefix.value().length();
    } else if (matcher instanceof PathMatcher.PathSeparatedPrefix prefix) {
      length = prefix.value().length();
    } else if (matcher instanceof PathMatcher.Exact exact) {
      length = exact.value().length();
    } else {
      length = RouteTable.endOfPath(path);
    }
    return replacement + path.substring(Math.min(length, path.length()));
  }

  private static String replaceRegex(String path, Regex regex, String substitution) {
    int end = RouteTable.endOfPath(path);
    return regex.replaceAll(path.substring(0, end), substitution) + path.substring(end);
  }

  /** Whether {@link #changeResponse} does anything. */
  public boolean changesResponses() {
    return responseChanges != null;
  }

  /** Changes a response before plugins and the client see it. */
  public void changeResponse(HeaderMap response, HeaderMap request, StreamInfo info) {
    HeaderChanges changes = responseChanges;
    if (changes != null) {
      changes.apply(response, new LogEntry(info, request, response, null));
    }
  }

  /** The new place that a redirect tells. */
  public String location(HeaderMap request, RedirectAction redirect) {
    String oldScheme = orEmpty(request.get(":scheme"));
    String scheme = redirect.scheme().orElse(oldScheme);
    String authority = orEmpty(request.get(":authority"));
    int colon = portColon(authority);
    String host = colon < 0 ? authority : authority.substring(0, colon);
    String port = colon < 0 ? "" : authority.substring(colon);
    if (redirect.port().isPresent()) {
      port = ":" + redirect.port().getAsInt();
    } else if ((scheme.equals("https") && port.equals(":80") && !oldScheme.equals("https"))
        || (scheme.equals("http") && port.equals(":443") && !oldScheme.equals("http"))) {
      port = "";
    }
    if (redirect.host().isPresent()) {
      host = redirect.host().get();
      if (redirect.port().isEmpty()) {
        port = "";
      }
    }
    return scheme + "://" + host + port + redirectPath(orEmpty(request.get(":path")), redirect);
  }

  private String redirectPath(String path, RedirectAction redirect) {
    int end = RouteTable.endOfPath(path);
    String query = redirect.stripQuery() ? "" : path.substring(end);
    String before = path.substring(0, end);
    RedirectAction.PathChange change = redirect.path().orElse(null);
    if (change == null) {
      return before + query;
    }
    if (change instanceof RedirectAction.PathRedirect to) {
      return to.path().indexOf('?') >= 0 ? to.path() : to.path() + query;
    }
    if (change instanceof RedirectAction.PrefixRewrite prefix) {
      return replacePrefix(before, prefix.prefix()) + query;
    }
    RedirectAction.RegexRewrite regex = (RedirectAction.RegexRewrite) change;
    return regex.regex().replaceAll(before, regex.substitution()) + query;
  }

  private static int portColon(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? colon : -1;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
