package io.proxywasm.proxy.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An upstream.
 *
 * @param name the cluster's name, unique
 * @param altStatName its name in stats, or empty for the same
 * @param type how endpoints are found
 * @param endpoints the endpoints
 * @param lbPolicy how one of them is chosen
 * @param connectTimeout the time for a connection
 * @param protocol which HTTP is spoken
 * @param tls how TLS is spoken, or empty for none
 * @param autoSni whether the server name of TLS is the request's host
 * @param idleTimeout the time that a connection without streams is kept; empty for no limit
 * @param dns how names are resolved
 * @param circuitBreakers the limits
 * @param perConnectionBufferLimitBytes how much of a connection is kept in memory at most
 * @param metadata data for filters
 */
public record Cluster(
    String name,
    String altStatName,
    DiscoveryType type,
    List<LocalityLbEndpoints> endpoints,
    LbPolicy lbPolicy,
    Duration connectTimeout,
    UpstreamHttp protocol,
    Optional<UpstreamTlsContext> tls,
    boolean autoSni,
    Optional<Duration> idleTimeout,
    Dns dns,
    CircuitBreakers circuitBreakers,
    int perConnectionBufferLimitBytes,
    Metadata metadata) {
  /** The time for a connection when nothing is said. */
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** The time that a connection without streams is kept when nothing is said. */
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofHours(1);

  /** Copies the list. */
  public Cluster {
    endpoints = List.copyOf(endpoints);
  }

  /** One endpoint without TLS, with Envoy's defaults for all else. */
  public static Cluster of(
      String name, DiscoveryType type, Address address, UpstreamHttp protocol) {
    return new Cluster(
        name,
        "",
        type,
        List.of(LocalityLbEndpoints.of(List.of(LbEndpoint.of(address)))),
        LbPolicy.ROUND_ROBIN,
        DEFAULT_CONNECT_TIMEOUT,
        protocol,
        Optional.empty(),
        false,
        Optional.of(DEFAULT_IDLE_TIMEOUT),
        Dns.DEFAULT,
        CircuitBreakers.DEFAULT,
        Listener.DEFAULT_BUFFER_LIMIT,
        Metadata.EMPTY);
  }

  /** The same with TLS. */
  public Cluster withTls(UpstreamTlsContext value) {
    return new Cluster(
        name,
        altStatName,
        type,
        endpoints,
        lbPolicy,
        connectTimeout,
        protocol,
        Optional.of(value),
        autoSni,
        idleTimeout,
        dns,
        circuitBreakers,
        perConnectionBufferLimitBytes,
        metadata);
  }

  /** How endpoints are found. */
  public enum DiscoveryType {
    /** They are IP addresses. */
    STATIC,
    /** They are names; each address is an endpoint, and they are resolved again and again. */
    STRICT_DNS,
    /** It is one name; each new connection takes its first address. */
    LOGICAL_DNS
  }

  /** How an endpoint is chosen. */
  public enum LbPolicy {
    /** In turn. */
    ROUND_ROBIN,
    /** That with fewer requests, of two taken by chance. */
    LEAST_REQUEST,
    /** By chance. */
    RANDOM
  }

  /** Which HTTP is spoken with endpoints. */
  public sealed interface UpstreamHttp permits Http1, Http2 {
    /** HTTP/1 with Envoy's defaults. */
    UpstreamHttp HTTP1 = new Http1(Http1ProtocolOptions.DEFAULT);

    /** HTTP/2 with Envoy's defaults. */
    UpstreamHttp HTTP2 = new Http2(Http2ProtocolOptions.DEFAULT);
  }

  /**
   * HTTP/1.
   *
   * @param options how
   */
  public record Http1(Http1ProtocolOptions options) implements UpstreamHttp {}

  /**
   * HTTP/2, without TLS by prior knowledge.
   *
   * @param options how
   */
  public record Http2(Http2ProtocolOptions options) implements UpstreamHttp {}

  /**
   * How names are resolved.
   *
   * @param lookupFamily which addresses
   * @param refreshRate how often
   * @param respectTtl whether the answer's time to live says how often
   */
  public record Dns(LookupFamily lookupFamily, Duration refreshRate, boolean respectTtl) {
    /** Envoy's. */
    public static final Dns DEFAULT = new Dns(LookupFamily.AUTO, Duration.ofSeconds(5), false);
  }

  /** Which addresses of a name are taken. */
  public enum LookupFamily {
    /** IPv6, or IPv4 when there is none. */
    AUTO,
    /** IPv4. */
    V4_ONLY,
    /** IPv6. */
    V6_ONLY,
    /** IPv4, or IPv6 when there is none. */
    V4_PREFERRED,
    /** Both. */
    ALL
  }

  /**
   * Limits of a cluster.
   *
   * @param maxConnections connections
   * @param maxPendingRequests requests that wait for a connection
   * @param maxRequests requests at a time
   * @param maxRetries retries at a time
   */
  public record CircuitBreakers(
      int maxConnections, int maxPendingRequests, int maxRequests, int maxRetries) {
    /** Envoy's. */
    public static final CircuitBreakers DEFAULT = new CircuitBreakers(1024, 1024, 1024, 3);
  }
}
