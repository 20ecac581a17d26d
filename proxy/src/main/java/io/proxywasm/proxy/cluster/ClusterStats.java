package io.proxywasm.proxy.cluster;

import io.proxywasm.host.Histogram;
import io.proxywasm.host.Stats;
import io.proxywasm.host.Stats.Counter;
import io.proxywasm.host.Stats.Gauge;
import io.proxywasm.proxy.config.Cluster;

/** The numbers of a cluster, under Envoy's names. Thread-safe. */
final class ClusterStats {
  final Counter connections;
  final Counter http1Connections;
  final Counter http2Connections;
  final Gauge activeConnections;
  final Counter connectFailures;
  final Counter connectTimeouts;
  final Counter destroyedConnections;
  final Counter connectionOverflow;
  final Counter idleTimeouts;
  final Counter protocolErrors;
  final Counter noneHealthy;
  final Counter receivedBytes;
  final Counter sentBytes;
  final Counter requests;
  final Gauge activeRequests;
  final Counter completedRequests;
  final Counter pendingRequests;
  final Gauge activePending;
  final Counter pendingOverflow;
  final Counter pendingFailures;
  final Counter cancelled;
  final Counter receivedResets;
  final Counter sentResets;
  final Counter timeouts;
  final Counter perTryTimeouts;
  final Counter retries;
  final Counter retrySuccesses;
  final Counter retryOverflow;
  final Counter retriesExceeded;
  final Counter updateAttempts;
  final Counter updateSuccesses;
  final Counter updateFailures;
  final Gauge members;
  final Gauge healthyMembers;
  final Histogram requestTime;
  final Histogram connectTime;
  private final ResponseCounters responses;

  ClusterStats(Stats stats, Cluster config) {
    String name = config.altStatName().isEmpty() ? config.name() : config.altStatName();
    String prefix = "cluster." + name.replace(':', '_') + ".";
    connections = stats.counter(prefix + "upstream_cx_total");
    http1Connections = stats.counter(prefix + "upstream_cx_http1_total");
    http2Connections = stats.counter(prefix + "upstream_cx_http2_total");
    activeConnections = stats.gauge(prefix + "upstream_cx_active");
    connectFailures = stats.counter(prefix + "upstream_cx_connect_fail");
    connectTimeouts = stats.counter(prefix + "upstream_cx_connect_timeout");
    destroyedConnections = stats.counter(prefix + "upstream_cx_destroy");
    connectionOverflow = stats.counter(prefix + "upstream_cx_overflow");
    idleTimeouts = stats.counter(prefix + "upstream_cx_idle_timeout");
    protocolErrors = stats.counter(prefix + "upstream_cx_protocol_error");
    noneHealthy = stats.counter(prefix + "upstream_cx_none_healthy");
    receivedBytes = stats.counter(prefix + "upstream_cx_rx_bytes_total");
    sentBytes = stats.counter(prefix + "upstream_cx_tx_bytes_total");
    requests = stats.counter(prefix + "upstream_rq_total");
    activeRequests = stats.gauge(prefix + "upstream_rq_active");
    completedRequests = stats.counter(prefix + "upstream_rq_completed");
    pendingRequests = stats.counter(prefix + "upstream_rq_pending_total");
    activePending = stats.gauge(prefix + "upstream_rq_pending_active");
    pendingOverflow = stats.counter(prefix + "upstream_rq_pending_overflow");
    pendingFailures = stats.counter(prefix + "upstream_rq_pending_failure_eject");
    cancelled = stats.counter(prefix + "upstream_rq_cancelled");
    receivedResets = stats.counter(prefix + "upstream_rq_rx_reset");
    sentResets = stats.counter(prefix + "upstream_rq_tx_reset");
    timeouts = stats.counter(prefix + "upstream_rq_timeout");
    perTryTimeouts = stats.counter(prefix + "upstream_rq_per_try_timeout");
    retries = stats.counter(prefix + "upstream_rq_retry");
    retrySuccesses = stats.counter(prefix + "upstream_rq_retry_success");
    retryOverflow = stats.counter(prefix + "upstream_rq_retry_overflow");
    retriesExceeded = stats.counter(prefix + "upstream_rq_retry_limit_exceeded");
    updateAttempts = stats.counter(prefix + "update_attempt");
    updateSuccesses = stats.counter(prefix + "update_success");
    updateFailures = stats.counter(prefix + "update_failure");
    members = stats.gauge(prefix + "membership_total");
    healthyMembers = stats.gauge(prefix + "membership_healthy");
    requestTime = stats.histogram(prefix + "upstream_rq_time");
    connectTime = stats.histogram(prefix + "upstream_cx_connect_ms");
    responses = new ResponseCounters(stats, prefix + "upstream_rq_");
  }

  void response(int status) {
    completedRequests.increment();
    responses.count(status);
  }
}
