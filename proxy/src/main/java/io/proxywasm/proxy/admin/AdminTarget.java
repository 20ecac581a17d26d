package io.proxywasm.proxy.admin;

import io.proxywasm.host.Stats;
import io.proxywasm.proxy.accesslog.LogEntry;
import io.proxywasm.proxy.cluster.UpstreamCluster;
import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.log.Loggers;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** What the admin endpoint shows and changes. Called on the endpoint's thread. */
public interface AdminTarget {
  /** What the proxy is doing. */
  enum State {
    /** It serves. */
    LIVE,
    /** It serves, but health checks are to send clients elsewhere. */
    DRAINING,
    /** It does not serve yet. */
    INITIALIZING
  }

  /** What it is doing. */
  State state();

  /** Says whether health checks are to fail. */
  void failHealthChecks(boolean fail);

  /** Counters, gauges and histograms, brought up to date. */
  Stats stats();

  /** The loggers. */
  Loggers loggers();

  /** The configuration of now. */
  ProxyConfig config();

  /** When this configuration began to serve. */
  Instant configTime();

  /** When the proxy was started. */
  Instant startTime();

  /** How many workers there are. */
  int concurrency();

  /** The clusters. */
  Collection<UpstreamCluster> clusters();

  /** Where listeners are, by their names. */
  Map<String, InetSocketAddress> listeners();

  /**
   * Closes all ports.
   *
   * @param graceful whether clients are asked to go first; does not wait for them
   */
  void drainListeners(boolean graceful);

  /** Writes access logs out and opens their files anew. */
  void reopenLogs();

  /** Writes about a request to the admin endpoint that is answered. */
  void log(LogEntry entry);

  /** Ends the proxy; does not wait for it. */
  void quit();
}
