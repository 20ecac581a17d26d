package io.proxywasm.proxy.config;

import static io.proxywasm.proxy.config.CoreReader.CORE;

import io.proxywasm.proxy.config.Cluster.CircuitBreakers;
import io.proxywasm.proxy.config.Cluster.DiscoveryType;
import io.proxywasm.proxy.config.Cluster.Dns;
import io.proxywasm.proxy.config.Cluster.UpstreamHttp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads clusters. */
final class ClusterReader {
  static final String CLUSTER = "envoy.config.cluster.v3.Cluster";

  private static final String BREAKERS = "envoy.config.cluster.v3.CircuitBreakers";
  private static final String ENDPOINT = "envoy.config.endpoint.v3.";
  private static final String OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
  private static final Duration SHORTEST_REFRESH = Duration.ofMillis(1);

  private ClusterReader() {}

  static Cluster read(MessageInput in) {
    DiscoveryType type = in.word("type", DiscoveryType.STATIC);
    Protocol protocol = protocol(in);
    return new Cluster(
        in.requiredText("name"),
        in.text("alt_stat_name"),
        type,
        endpoints(in, type),
        in.word("lb_policy", Cluster.LbPolicy.ROUND_ROBIN),
        in.positiveDuration("connect_timeout").orElse(Cluster.DEFAULT_CONNECT_TIMEOUT),
        protocol.http(),
        TlsReader.upstream(in),
        protocol.autoSni(),
        protocol.idleTimeout(),
        dns(in),
        in.message("circuit_breakers", BREAKERS, ClusterReader::breakers)
            .orElse(CircuitBreakers.DEFAULT),
        in.uint32("per_connection_buffer_limit_bytes", Listener.DEFAULT_BUFFER_LIMIT),
        CoreReader.metadata(in, "metadata"));
  }

  private static List<LocalityLbEndpoints> endpoints(MessageInput in, DiscoveryType type) {
    List<LocalityLbEndpoints> endpoints =
        in.message(
                "load_assignment",
                ENDPOINT + "ClusterLoadAssignment",
                assignment -> {
                  assignment.requiredText("cluster_name");
                  return assignment.messages(
                      "endpoints",
                      ENDPOINT + "LocalityLbEndpoints",
                      locality -> locality(locality, type));
                })
            .orElse(List.of());
    long count = endpoints.stream().mapToLong(e -> e.lbEndpoints().size()).sum();
    if (type == DiscoveryType.LOGICAL_DNS && (endpoints.size() != 1 || count != 1)) {
      throw in.wrong("load_assignment", "a cluster of type LOGICAL_DNS has exactly one endpoint");
    }
    return endpoints;
  }

  private static LocalityLbEndpoints locality(MessageInput in, DiscoveryType type) {
    return new LocalityLbEndpoints(
        CoreReader.locality(in, "locality"),
        in.messages("lb_endpoints", ENDPOINT + "LbEndpoint", endpoint -> endpoint(endpoint, type)),
        in.optionalUint32("load_balancing_weight", 1, Integer.MAX_VALUE));
  }

  private static LbEndpoint endpoint(MessageInput in, DiscoveryType type) {
    int weight = in.uint32("load_balancing_weight", 1, 1, Integer.MAX_VALUE);
    Metadata metadata = CoreReader.metadata(in, "metadata");
    return in.requiredMessage(
        "endpoint",
        ENDPOINT + "Endpoint",
        endpoint -> {
          Address address =
              endpoint.requiredMessage(
                  "address",
                  CORE + "Address",
                  type == DiscoveryType.STATIC
                      ? a -> CoreReader.ipAddress(a, "; names need the type STRICT_DNS")
                      : CoreReader::address);
          return new LbEndpoint(address, endpoint.text("hostname"), weight, metadata);
        });
  }

  private static Protocol protocol(MessageInput in) {
    Optional<Protocol> typed =
        Optional.ofNullable(
            in.map(
                    "typed_extension_protocol_options",
                    "google.protobuf.Any",
                    ClusterReader::typedOptions)
                .get(OPTIONS));
    Optional<Http1ProtocolOptions> http1 =
        in.message("http_protocol_options", ProtocolReader.HTTP1, ProtocolReader::http1);
    Optional<Http2ProtocolOptions> http2 =
        in.message("http2_protocol_options", ProtocolReader.HTTP2, ProtocolReader::http2);
    Optional<Optional<Duration>> idle =
        in.message(
            "common_http_protocol_options", ProtocolReader.COMMON, ClusterReader::idleTimeout);
    String old = in.oneOf("http_protocol_options", "http2_protocol_options");
    if (typed.isPresent() && (!old.isEmpty() || idle.isPresent())) {
      throw in.wrong(
          old.isEmpty() ? "common_http_protocol_options" : old,
          "must stand in typed_extension_protocol_options, as that is there");
    }
    UpstreamHttp http =
        http2.isPresent()
            ? new Cluster.Http2(http2.get())
            : new Cluster.Http1(http1.orElse(Http1ProtocolOptions.DEFAULT));
    return typed.orElse(
        new Protocol(http, idle.orElse(Optional.of(Cluster.DEFAULT_IDLE_TIMEOUT)), false));
  }

  private static Protocol typedOptions(Input any) {
    if (!any.key().equals(OPTIONS)) {
      throw any.wrong("these options are not served. Served here: " + OPTIONS);
    }
    return MessageInput.typed(any, Map.of(OPTIONS, ClusterReader::options));
  }

  private static Protocol options(MessageInput in) {
    Optional<Duration> idle =
        in.message(
                "common_http_protocol_options", ProtocolReader.COMMON, ClusterReader::idleTimeout)
            .orElse(Optional.of(Cluster.DEFAULT_IDLE_TIMEOUT));
    boolean autoSni =
        in.message(
                "upstream_http_protocol_options",
                CORE + "UpstreamHttpProtocolOptions",
                options -> options.flag("auto_sni", false))
            .orElse(false);
    in.exactlyOneOf("explicit_http_config");
    UpstreamHttp http =
        in.requiredMessage(
            "explicit_http_config", OPTIONS + ".ExplicitHttpConfig", ClusterReader::explicit);
    return new Protocol(http, idle, autoSni);
  }

  private static UpstreamHttp explicit(MessageInput in) {
    Optional<UpstreamHttp> http1 =
        in.message("http_protocol_options", ProtocolReader.HTTP1, ProtocolReader::http1)
            .map(Cluster.Http1::new);
    Optional<UpstreamHttp> http2 =
        in.message("http2_protocol_options", ProtocolReader.HTTP2, ProtocolReader::http2)
            .map(Cluster.Http2::new);
    in.exactlyOneOf("http_protocol_options", "http2_protocol_options");
    return http1.or(() -> http2).orElseThrow();
  }

  private static Optional<Duration> idleTimeout(MessageInput in) {
    return in.timeout("idle_timeout", Optional.of(Cluster.DEFAULT_IDLE_TIMEOUT));
  }

  private static Dns dns(MessageInput in) {
    Duration refresh = in.duration("dns_refresh_rate").orElse(Dns.DEFAULT.refreshRate());
    if (refresh.compareTo(SHORTEST_REFRESH) <= 0) {
      throw in.wrong("dns_refresh_rate", "must be more than 0.001s");
    }
    return new Dns(
        in.word("dns_lookup_family", Cluster.LookupFamily.AUTO),
        refresh,
        in.flag("respect_dns_ttl", false));
  }

  private static CircuitBreakers breakers(MessageInput in) {
    List<CircuitBreakers> thresholds =
        in.messages("thresholds", BREAKERS + ".Thresholds", ClusterReader::thresholds);
    if (thresholds.size() > 1) {
      throw in.wrong("thresholds", "more than one is not served; priorities are not");
    }
    return thresholds.isEmpty() ? CircuitBreakers.DEFAULT : thresholds.get(0);
  }

  private static CircuitBreakers thresholds(MessageInput in) {
    in.word("priority", Map.of("DEFAULT", true), true);
    CircuitBreakers defaults = CircuitBreakers.DEFAULT;
    return new CircuitBreakers(
        in.uint32("max_connections", defaults.maxConnections()),
        in.uint32("max_pending_requests", defaults.maxPendingRequests()),
        in.uint32("max_requests", defaults.maxRequests()),
        in.uint32("max_retries", defaults.maxRetries()));
  }

  private record Protocol(UpstreamHttp http, Optional<Duration> idleTimeout, boolean autoSni) {}
}
