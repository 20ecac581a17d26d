package io.proxywasm.proxy.http;

import io.proxywasm.host.Stats;
import io.proxywasm.proxy.cluster.Clusters;
import io.proxywasm.proxy.config.HttpConnectionManager;
import io.proxywasm.proxy.http1.Http1Parser;
import io.proxywasm.proxy.route.RouteTable;
import java.util.concurrent.atomic.AtomicBoolean;

/** What all connections of one HTTP connection manager share. Thread-safe. */
public final class HttpManager {
  private final Clusters clusters;
  private final HttpStats stats;
  private final AtomicBoolean draining;
  private volatile Settings settings;

  /** What may be exchanged while there are connections. */
  private record Settings(
      HttpConnectionManager config,
      int bufferLimit,
      HttpExtension extension,
      RouteTable routes,
      RequestHeaders requestHeaders) {}

  /**
   * Makes one.
   *
   * @param bufferLimit how much of a connection is kept in memory at most
   * @param nodeCluster the name of the service that the proxy belongs to
   * @param draining whether clients are to be asked to go
   * @throws io.proxywasm.proxy.config.ConfigException when a header of a route cannot be computed
   */
  public HttpManager(
      HttpConnectionManager config,
      int bufferLimit,
      String nodeCluster,
      HttpExtension extension,
      Clusters clusters,
      Stats stats,
      AtomicBoolean draining) {
    this.clusters = clusters;
    this.stats = new HttpStats(stats, config.statPrefix());
    this.draining = draining;
    this.settings =
        new Settings(
            config,
            bufferLimit,
            extension,
            RouteTable.of(config.routeConfig()),
            new RequestHeaders(config.requestOptions(), nodeCluster));
  }

  /** Whether connections can go on when another connection manager takes this one's place. */
  public boolean canBecome(HttpManager next) {
    HttpConnectionManager before = config();
    HttpConnectionManager after = next.config();
    return before.statPrefix().equals(after.statPrefix())
        && before.codecType() == after.codecType()
        && before.http1().equals(after.http1())
        && before.http2().equals(after.http2())
        && before.limits().equals(after.limits());
  }

  /** Serves new streams, also of connections that there are, as another one would. */
  public void become(HttpManager next) {
    settings = next.settings;
  }

  HttpConnectionManager config() {
    return settings.config;
  }

  int bufferLimit() {
    return settings.bufferLimit;
  }

  HttpExtension extension() {
    return settings.extension;
  }

  Clusters clusters() {
    return clusters;
  }

  HttpStats stats() {
    return stats;
  }

  RouteTable routes() {
    return settings.routes;
  }

  RequestHeaders requestHeaders() {
    return settings.requestHeaders;
  }

  boolean isDraining() {
    return draining.get();
  }

  int maxHeadersBytes() {
    return config().limits().maxRequestHeadersKb() * 1024;
  }

  Http1Parser.Options parserOptions(boolean tls) {
    return new Http1Parser.Options(
        tls ? "https" : "http",
        maxHeadersBytes(),
        config().limits().maxHeadersCount(),
        config().http1().enableTrailers(),
        config().http1().acceptHttp10());
  }
}
