package io.proxywasm.proxy.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The end of a filter chain that speaks HTTP.
 *
 * @param statPrefix the middle of its stats' names
 * @param codecType which HTTP
 * @param routeConfig where requests go
 * @param httpFilters the plugins in the order of requests; the router comes after them
 * @param accessLog the logs
 * @param timeouts the timeouts
 * @param limits the limits
 * @param http1 how HTTP/1 is spoken with clients
 * @param http2 how HTTP/2 is spoken with clients
 * @param serverName the value of {@code server}
 * @param serverHeaderTransformation when {@code server} is set
 * @param requestOptions what is done to requests first
 */
public record HttpConnectionManager(
    String statPrefix,
    CodecType codecType,
    RouteConfiguration routeConfig,
    List<HttpFilter> httpFilters,
    List<AccessLog> accessLog,
    HttpTimeouts timeouts,
    HttpLimits limits,
    Http1ProtocolOptions http1,
    Http2ProtocolOptions http2,
    String serverName,
    ServerHeaderTransformation serverHeaderTransformation,
    RequestOptions requestOptions)
    implements TerminalFilter {

  /** Copies the lists. */
  public HttpConnectionManager {
    httpFilters = List.copyOf(httpFilters);
    accessLog = List.copyOf(accessLog);
  }

  /**
   * Starts one with Envoy's defaults.
   *
   * @param statPrefix the middle of its stats' names
   * @param routeConfig where requests go
   */
  public static Builder builder(String statPrefix, RouteConfiguration routeConfig) {
    return new Builder(statPrefix, routeConfig);
  }

  /** Which HTTP is spoken. */
  public enum CodecType {
    /** What ALPN says, or else what the first bytes are. */
    AUTO,
    /** HTTP/1. */
    HTTP1,
    /** HTTP/2, without TLS by prior knowledge. */
    HTTP2
  }

  /** When the header {@code server} is set. */
  public enum ServerHeaderTransformation {
    /** Always. */
    OVERWRITE,
    /** When the upstream has not set it. */
    APPEND_IF_ABSENT,
    /** Never. */
    PASS_THROUGH
  }

  /** Collects settings. */
  public static final class Builder {
    private final String statPrefix;
    private final RouteConfiguration routeConfig;
    private final List<HttpFilter> httpFilters = new ArrayList<>();
    private final List<AccessLog> accessLog = new ArrayList<>();
    private CodecType codecType = CodecType.AUTO;
    private HttpTimeouts timeouts = HttpTimeouts.DEFAULT;
    private HttpLimits limits = HttpLimits.DEFAULT;
    private Http1ProtocolOptions http1 = Http1ProtocolOptions.DEFAULT;
    private Http2ProtocolOptions http2 = Http2ProtocolOptions.DEFAULT;
    private String serverName = "envoy";
    private ServerHeaderTransformation serverHeaderTransformation =
        ServerHeaderTransformation.OVERWRITE;
    private RequestOptions requestOptions = RequestOptions.DEFAULT;

    private Builder(String statPrefix, RouteConfiguration routeConfig) {
      this.statPrefix = statPrefix;
      this.routeConfig = routeConfig;
    }

    /** Sets which HTTP is spoken. */
    public Builder codecType(CodecType value) {
      codecType = value;
      return this;
    }

    /** Adds a plugin after the others. */
    public Builder httpFilter(HttpFilter value) {
      httpFilters.add(value);
      return this;
    }

    /** Adds a log. */
    public Builder accessLog(AccessLog value) {
      accessLog.add(value);
      return this;
    }

    /** Sets the timeouts. */
    public Builder timeouts(HttpTimeouts value) {
      timeouts = value;
      return this;
    }

    /** Sets the limits. */
    public Builder limits(HttpLimits value) {
      limits = value;
      return this;
    }

    /** Sets how HTTP/1 is spoken. */
    public Builder http1(Http1ProtocolOptions value) {
      http1 = value;
      return this;
    }

    /** Sets how HTTP/2 is spoken. */
    public Builder http2(Http2ProtocolOptions value) {
      http2 = value;
      return this;
    }

    /** Sets the header {@code server}. */
    public Builder server(String name, ServerHeaderTransformation transformation) {
      serverName = name;
      serverHeaderTransformation = transformation;
      return this;
    }

    /** Sets what is done to requests first. */
    public Builder requestOptions(RequestOptions value) {
      requestOptions = value;
      return this;
    }

    /** Makes the connection manager. */
    public HttpConnectionManager build() {
      return new HttpConnectionManager(
          statPrefix,
          codecType,
          routeConfig,
          httpFilters,
          accessLog,
          timeouts,
          limits,
          http1,
          http2,
          serverName,
          serverHeaderTransformation,
          requestOptions);
    }
  }
}
