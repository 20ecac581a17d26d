package io.proxywasm.proxy.tcp;

import io.proxywasm.host.Stats;
import io.proxywasm.host.Stats.Counter;

/** The numbers of a {@code tcp_proxy}, under Envoy's names. Thread-safe. */
final class TcpStats {
  final Counter connections;
  final Counter noRoute;
  final Counter receivedBytes;
  final Counter sentBytes;
  final Counter idleTimeouts;

  TcpStats(Stats stats, String statPrefix) {
    String prefix = "tcp." + statPrefix + ".";
    connections = stats.counter(prefix + "downstream_cx_total");
    noRoute = stats.counter(prefix + "downstream_cx_no_route");
    receivedBytes = stats.counter(prefix + "downstream_cx_rx_bytes_total");
    sentBytes = stats.counter(prefix + "downstream_cx_tx_bytes_total");
    idleTimeouts = stats.counter(prefix + "idle_timeout");
  }
}
