package io.proxywasm.e2e.host;

import io.proxywasm.envoy.EnvoyConfig;
import java.util.Map;

/** A running host with plugins, be it Envoy or not. Safe for use by several threads. */
public interface HostUnderTest extends AutoCloseable {
  /** The ports of the listeners by their names. */
  Map<String, Integer> ports();

  HostLog log();

  /** Waits until what was logged before is in {@link #log}. */
  void awaitLogged();

  /** Asks the admin interface, and returns what it answers with 200. */
  String adminGet(String path);

  /** Tells the admin interface, and returns what it answers with 200. */
  String adminPost(String path);

  /** Counters and gauges whose names match. */
  Map<String, Long> stats(String regex);

  boolean isAlive();

  /**
   * Replaces the configuration.
   *
   * @throws RefusedException when the host refuses it; it goes on with the old one
   */
  void reload(EnvoyConfig config);

  @Override
  void close();
}
