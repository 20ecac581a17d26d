package io.proxywasm.host;

import io.proxywasm.host.guest.GuestCode;
import java.util.List;

/**
 * Runs plugins for a proxy: a VM per loop and vm key, shared data, queues, metrics. Thread-safe
 * unless a method says otherwise.
 */
public final class Host implements AutoCloseable {
  Host() {}

  /**
   * Makes a host.
   *
   * @param mainLoop where a canary and the ticks of one more VM of each plugin run, as on Envoy's
   *     main thread
   * @param workers the loops of streams
   */
  public static Host create(
      EventLoop mainLoop,
      List<? extends EventLoop> workers,
      Callouts callouts,
      LogSink logs,
      Stats stats) {
    throw new UnsupportedOperationException();
  }

  /**
   * Starts a plugin on all loops and waits for it. Not called on a loop. At first a canary on the
   * main loop is started and thrown away, so that a plugin that refuses to start disturbs nothing.
   *
   * @throws PluginException when the plugin refuses or fails
   */
  public Plugin start(PluginConfig config, GuestCode code) {
    throw new UnsupportedOperationException();
  }

  /** Adds a function that plugins can call by name. Before any plugin is started. */
  public void addForeignFunction(String name, ForeignFunction function) {
    throw new UnsupportedOperationException();
  }

  /** Plugins in the order in which a request passes them, for the streams of one worker loop. */
  public HttpFilters httpFilters(EventLoop worker, List<Plugin> plugins) {
    throw new UnsupportedOperationException();
  }

  /** Plugins in their order, for the TCP connections of one worker loop. */
  public TcpFilters tcpFilters(EventLoop worker, List<Plugin> plugins) {
    throw new UnsupportedOperationException();
  }

  /**
   * Lets a plugin that is an access logger write about a finished stream: {@code on_log} in a
   * context of its own. On the worker's loop.
   */
  public void log(
      EventLoop worker,
      Plugin plugin,
      StreamInfo info,
      HeaderMap requestHeaders,
      HeaderMap responseHeaders,
      HeaderMap responseTrailers) {
    throw new UnsupportedOperationException();
  }

  /** Stops all VMs. Not called on a loop. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
