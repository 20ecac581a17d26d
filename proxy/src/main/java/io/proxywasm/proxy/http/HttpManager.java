package io.proxywasm.proxy.http;

import io.proxywasm.host.Stats;
import io.proxywasm.proxy.cluster.Clusters;
import io.proxywasm.proxy.config.HttpConnectionManager;
import io.proxywasm.proxy.http1.Http1Parser;
import io.proxywasm.proxy.route.RouteTable;
import java.util.concurrent.atomic.AtomicBoolean;

/** What all connections of one HTTP connection manager share. Thread-safe. */
public final class HttpManager {
  private final HttpConnectionManager config;
  private final int bufferLimit;
  private final HttpExtension extension;
  private final Clusters clusters;
  private final HttpStats stats;
  private final RouteTable routes;
  private final RequestHeaders requestHeaders;
  private final AtomicBoolean draining;

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
    this.config = config;
    this.bufferLimit = bufferLimit;
    this.extension = extension;
    this.clusters = clusters;
    this.stats = new HttpStats(stats, config.statPrefix());
    this.routes = RouteTable.of(config.routeConfig());
    this.requestHeaders = new RequestHeaders(config.requestOptions(), nodeCluster);
    this.draining = draining;
  }

  HttpConnectionManager config() {
    return config;
  }

  int bufferLimit() {
    return bufferLimit;
  }

  HttpExtension extension() {
    return extension;
  }

  Clusters clusters() {
    return clusters;
  }

  HttpStats stats() {
    return stats;
  }

  RouteTable routes() {
    return routes;
  }

  RequestHeaders requestHeaders() {
    return requestHeaders;
  }

  boolean isDraining() {
    return draining.get();
  }

  int maxHeadersBytes() {
    return config.limits().maxRequestHeadersKb() * 1024;
  }

  Http1Parser.Options parserOptions(boolean tls) {
    return new Http1Parser.Options(
        tls ? "https" : "http",
        maxHeadersBytes(),
        config.limits().maxHeadersCount(),
        config.http1().enableTrailers(),
        config.http1().acceptHttp10());
  }
}
