package io.proxywasm.proxy.http;

import io.proxywasm.host.Histogram;
import io.proxywasm.host.Stats;
import io.proxywasm.host.Stats.Counter;
import io.proxywasm.host.Stats.Gauge;

/** The numbers of a connection manager, under Envoy's names. Thread-safe. */
final class HttpStats {
  final Counter connections;
  final Gauge activeConnections;
  final Counter http1Connections;
  final Counter http2Connections;
  final Gauge activeHttp1Connections;
  final Gauge activeHttp2Connections;
  final Counter destroyedConnections;
  final Counter protocolErrors;
  final Counter idleTimeouts;
  final Counter maxDurationReached;
  final Counter drainClose;
  final Counter receivedBytes;
  final Counter sentBytes;
  final Counter requests;
  final Gauge activeRequests;
  final Counter http1Requests;
  final Counter http2Requests;
  final Counter completedRequests;
  final Counter streamIdleTimeouts;
  final Counter requestTimeouts;
  final Counter headerTimeouts;
  final Counter receivedResets;
  final Counter sentResets;
  final Counter badPaths;
  final Counter responseBeforeRequest;
  final Histogram requestTime;
  private final Counter[] byHundred = new Counter[10];

  HttpStats(Stats stats, String statPrefix) {
    String prefix = "http." + statPrefix + ".";
    connections = stats.counter(prefix + "downstream_cx_total");
    activeConnections = stats.gauge(prefix + "downstream_cx_active");
    http1Connections = stats.counter(prefix + "downstream_cx_http1_total");
    http2Connections = stats.counter(prefix + "downstream_cx_http2_total");
    activeHttp1Connections = stats.gauge(prefix + "downstream_cx_http1_active");
    activeHttp2Connections = stats.gauge(prefix + "downstream_cx_http2_active");
    destroyedConnections = stats.counter(prefix + "downstream_cx_destroy");
    protocolErrors = stats.counter(prefix + "downstream_cx_protocol_error");
    idleTimeouts = stats.counter(prefix + "downstream_cx_idle_timeout");
    maxDurationReached = stats.counter(prefix + "downstream_cx_max_duration_reached");
    drainClose = stats.counter(prefix + "downstream_cx_drain_close");
    receivedBytes = stats.counter(prefix + "downstream_cx_rx_bytes_total");
    sentBytes = stats.counter(prefix + "downstream_cx_tx_bytes_total");
    requests = stats.counter(prefix + "downstream_rq_total");
    activeRequests = stats.gauge(prefix + "downstream_rq_active");
    http1Requests = stats.counter(prefix + "downstream_rq_http1_total");
    http2Requests = stats.counter(prefix + "downstream_rq_http2_total");
    completedRequests = stats.counter(prefix + "downstream_rq_completed");
    streamIdleTimeouts = stats.counter(prefix + "downstream_rq_idle_timeout");
    requestTimeouts = stats.counter(prefix + "downstream_rq_timeout");
    headerTimeouts = stats.counter(prefix + "downstream_rq_header_timeout");
    receivedResets = stats.counter(prefix + "downstream_rq_rx_reset");
    sentResets = stats.counter(prefix + "downstream_rq_tx_reset");
    badPaths = stats.counter(prefix + "downstream_rq_non_relative_path");
    responseBeforeRequest = stats.counter(prefix + "downstream_rq_response_before_rq_complete");
    requestTime = stats.histogram(prefix + "downstream_rq_time");
    for (int hundred = 1; hundred <= 5; hundred++) {
      byHundred[hundred] = stats.counter(prefix + "downstream_rq_" + hundred + "xx");
    }
  }

  void response(int status) {
    completedRequests.increment();
    int hundred = status / 100;
    if (hundred >= 1 && hundred <= 5) {
      byHundred[hundred].increment();
    }
  }
}
