package io.proxywasm.proxy.admin;

import com.google.re2j.Pattern;
import io.proxywasm.proxy.cluster.Endpoint;
import io.proxywasm.proxy.cluster.UpstreamCluster;
import io.proxywasm.proxy.config.Cluster;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /clusters}: endpoints and their numbers. */
final class ClustersPage {
  private ClustersPage() {}

  static AdminResponse handle(AdminRequest request, Collection<UpstreamCluster> clusters) {
    Pattern filter = request.regex("filter");
    List<UpstreamCluster> wanted =
        clusters.stream()
            .filter(cluster -> filter == null || filter.matcher(cluster.name()).find())
            .sorted(Comparator.comparing(UpstreamCluster::name))
            .toList();
    return "json".equals(request.parameter("format"))
        ? AdminResponse.json(
            Json.object("cluster_statuses", wanted.stream().map(ClustersPage::json).toList()))
        : AdminResponse.text(text(wanted));
  }

  private static String observabilityName(Cluster config) {
    return config.altStatName().isEmpty() ? config.name() : config.altStatName();
  }

  private static String text(List<UpstreamCluster> clusters) {
    StringBuilder out = new StringBuilder();
    for (UpstreamCluster cluster : clusters) {
      String name = cluster.name() + "::";
      line(out, name, "observability_name", observabilityName(cluster.config()));
      Cluster.CircuitBreakers limits = cluster.config().circuitBreakers();
      limits(out, name + "default_priority::", limits);
      limits(out, name + "high_priority::", Cluster.CircuitBreakers.DEFAULT);
      line(out, name, "added_via_api", false);
      for (Endpoint endpoint : cluster.endpoints()) {
        endpoint(out, name + endpoint + "::", endpoint);
      }
    }
    return out.toString();
  }

  private static void limits(StringBuilder out, String prefix, Cluster.CircuitBreakers limits) {
    line(out, prefix, "max_connections", limits.maxConnections());
    line(out, prefix, "max_pending_requests", limits.maxPendingRequests());
    line(out, prefix, "max_requests", limits.maxRequests());
    line(out, prefix, "max_retries", limits.maxRetries());
  }

  private static void endpoint(StringBuilder out, String prefix, Endpoint endpoint) {
    Map<String, Long> numbers = new TreeMap<>();
    numbers.put("cx_active", endpoint.activeConnections());
    counters(endpoint, numbers);
    numbers.put("rq_active", endpoint.activeRequests());
    numbers.forEach((name, value) -> line(out, prefix, name, value));
    line(out, prefix, "hostname", endpoint.hostname());
    line(out, prefix, "health_flags", "healthy");
    line(out, prefix, "weight", endpoint.config().loadBalancingWeight());
    line(out, prefix, "region", endpoint.locality().region());
    line(out, prefix, "zone", endpoint.locality().zone());
    line(out, prefix, "sub_zone", endpoint.locality().subZone());
    line(out, prefix, "canary", false);
    line(out, prefix, "priority", 0);
    line(out, prefix, "success_rate", -1);
    line(out, prefix, "local_origin_success_rate", -1);
  }

  private static void line(StringBuilder out, String prefix, String name, Object value) {
    out.append(prefix).append(name).append("::").append(value).append('\n');
  }

  private static void counters(Endpoint endpoint, Map<String, Long> numbers) {
    numbers.put("cx_connect_fail", endpoint.failedConnections());
    numbers.put("cx_total", endpoint.connections());
    numbers.put("rq_error", endpoint.failedRequests());
    long succeeded = endpoint.requests() - endpoint.failedRequests() - endpoint.activeRequests();
    numbers.put("rq_success", Math.max(0, succeeded));
    numbers.put("rq_total", endpoint.requests());
  }

  private static Map<String, Object> json(UpstreamCluster cluster) {
    Cluster.CircuitBreakers limits = cluster.config().circuitBreakers();
    return Json.object(
        "name",
        cluster.name(),
        "host_statuses",
        cluster.endpoints().stream().map(ClustersPage::json).toList(),
        "circuit_breakers",
        Json.object(
            "thresholds",
            List.of(thresholds(null, limits), thresholds("HIGH", Cluster.CircuitBreakers.DEFAULT))),
        "observability_name",
        observabilityName(cluster.config()));
  }

  private static Map<String, Object> thresholds(
      @Nullable String priority, Cluster.CircuitBreakers limits) {
    return Json.object(
        "priority",
        priority,
        "max_connections",
        limits.maxConnections(),
        "max_pending_requests",
        limits.maxPendingRequests(),
        "max_requests",
        limits.maxRequests(),
        "max_retries",
        limits.maxRetries());
  }

  private static Map<String, Object> json(Endpoint endpoint) {
    Map<String, Long> counters = new LinkedHashMap<>();
    counters(endpoint, counters);
    List<Object> stats = new ArrayList<>();
    counters.forEach((name, value) -> stats.add(stat(null, name, value)));
    stats.add(stat("GAUGE", "cx_active", endpoint.activeConnections()));
    stats.add(stat("GAUGE", "rq_active", endpoint.activeRequests()));
    return Json.object(
        "address",
        address(endpoint.address()),
        "stats",
        stats,
        "health_status",
        Json.object("eds_health_status", "HEALTHY"),
        "weight",
        endpoint.config().loadBalancingWeight(),
        "hostname",
        endpoint.hostname().isEmpty() ? null : endpoint.hostname(),
        "locality",
        Json.object(
            "region",
            notEmpty(endpoint.locality().region()),
            "zone",
            notEmpty(endpoint.locality().zone()),
            "sub_zone",
            notEmpty(endpoint.locality().subZone())));
  }

  private static @Nullable String notEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  /** Protobuf leaves zeros out and writes 64 bits as text. */
  private static Map<String, Object> stat(@Nullable String type, String name, long value) {
    return Json.object(
        "type", type, "value", value == 0 ? null : Long.toString(value), "name", name);
  }

  /** An address as protobuf's JSON. */
  static Map<String, Object> address(InetSocketAddress address) {
    String host =
        address.getAddress() == null
            ? address.getHostString()
            : address.getAddress().getHostAddress();
    return Json.object(
        "socket_address", Json.object("address", host, "port_value", address.getPort()));
  }
}
