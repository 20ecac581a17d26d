package io.proxywasm.cli;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What runs a plugin for {@code pwj run}: the embedded proxy, or a real Envoy. */
interface RunHost extends AutoCloseable {
  /** What it is, for people. */
  String title();

  /**
   * Is called before the plugin is built.
   *
   * @throws CliException when it is known already that the start will fail
   */
  default void prepare() {}

  /**
   * Starts, and returns when it serves.
   *
   * @throws CliException when it refuses the configuration or the plugin
   */
  void start(PluginCode plugin);

  /**
   * Puts a plugin in the place of the one that runs.
   *
   * @return whether it has started anew and may be on other ports
   * @throws CliException when it refuses the configuration or the plugin; the one before goes on
   */
  boolean reload(PluginCode plugin);

  /** Where it listens, by the names of listeners. */
  Map<String, InetSocketAddress> addresses();

  /** Where its admin pages are. */
  Optional<URI> admin();

  /** Whether it still serves. */
  boolean isAlive();

  /**
   * Waits until it has ended by itself, but not for long.
   *
   * @return whether it has ended
   * @throws CliException when it ended with a failure
   */
  boolean awaitEnd(Duration patience) throws InterruptedException;

  /** Stops it; any thread, and also twice. */
  @Override
  void close();
}
