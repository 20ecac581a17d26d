package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/**
 * What HTTP and TCP streams have in common.
 *
 * <p>All callbacks of a VM run on one thread, one after the other. What a callback throws is logged
 * and fails this stream alone, as {@link #failOpen} says.
 */
public abstract sealed class StreamContext extends Context permits HttpContext, TcpContext {
  @SuppressWarnings("NullAway.Init") // Set as soon as it is made.
  private PluginContext plugin;

  /** Who holds back what the client sends; null when nobody does. */
  @Nullable Hold incoming;

  /** Who holds back what the upstream sends; null when nobody does. */
  @Nullable Hold outgoing;

  /** Whether a failure must end the stream, as passing on would damage a body. */
  boolean mustNotPass;

  private boolean failed;
  private int endings;
  private int endingsAtEntry;

  StreamContext() {}

  final void attach(int contextId, PluginContext owner) {
    attach(contextId);
    plugin = owner;
  }

  @Override
  final PluginContext owner() {
    return plugin;
  }

  /**
   * Called when the stream is over and can be logged; all header maps can be read: {@code
   * proxy_on_log}.
   */
  @Callback("proxy_on_log")
  public void onLog() {}

  /** Called when the host is done with the stream: {@code proxy_on_done}. */
  @Callback("proxy_on_done")
  public void onDone() {}

  /**
   * Says what happens to this stream when one of its callbacks throws: false (the default) ends it,
   * an HTTP stream with a 500, true lets it pass without this plugin.
   */
  protected boolean failOpen() {
    return false;
  }

  @Override
  final boolean failed() {
    return failed;
  }

  final void markFailed() {
    failed = true;
  }

  /** How often the plugin has answered or closed it: after that, it must not be continued. */
  final int endings() {
    return endings;
  }

  /** What {@link #endings} was when the callback began that runs, or ran last. */
  final int endingsAtEntry() {
    return endingsAtEntry;
  }

  final void enter() {
    endingsAtEntry = endings;
  }

  final void markEnded() {
    endings++;
  }

  /** Ends the stream because the plugin failed. */
  abstract void refuse();

  @Override
  final boolean finish() {
    onDone();
    return true;
  }
}
