package io.proxywasm.proxy.listener;

import io.proxywasm.host.Stats;
import io.proxywasm.host.Stats.Counter;
import io.proxywasm.host.Stats.Gauge;

/** The numbers of a listener, under Envoy's names. Thread-safe. */
final class ListenerStats {
  final Counter connections;
  final Gauge activeConnections;
  final Counter destroyedConnections;
  final Counter noFilterChain;
  final Counter handshakes;
  final Counter tlsErrors;

  ListenerStats(Stats stats, String name) {
    String prefix = "listener." + name + ".";
    connections = stats.counter(prefix + "downstream_cx_total");
    activeConnections = stats.gauge(prefix + "downstream_cx_active");
    destroyedConnections = stats.counter(prefix + "downstream_cx_destroy");
    noFilterChain = stats.counter(prefix + "no_filter_chain_match");
    handshakes = stats.counter(prefix + "ssl.handshake");
    tlsErrors = stats.counter(prefix + "ssl.connection_error");
  }
}
