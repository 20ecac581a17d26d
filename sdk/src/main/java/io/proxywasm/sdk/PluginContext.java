package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/**
 * A plugin as it is configured once in the host; the parent of its streams (a root context of the
 * ABI).
 */
public abstract non-sealed class PluginContext extends Context {
  /** The period that the plugin asked for, in milliseconds. */
  int tickPeriod;

  /** When its next tick is due, while there are timers. */
  long nextTick;

  /** The period that the next tick is due by. */
  int countedPeriod;

  /**
   * Makes the context of a plugin; no hostcall but logging, time and shared data makes sense here.
   */
  protected PluginContext() {}

  /**
   * Called once with the configuration of the plugin: {@code proxy_on_configure}.
   *
   * @param configuration the configuration as it stands in the host's own configuration; no bytes
   *     where none is given; valid until this method returns
   * @return false to refuse it, which ends the start of the plugin; an exception does too
   */
  @Callback("proxy_on_configure")
  public boolean onConfigure(Bytes configuration) {
    return true;
  }

  /**
   * Called by hosts that only want to know whether a configuration is good: {@code
   * proxy_validate_configuration}. Envoy (seen: 1.40) does not call it; it asks {@link
   * #onConfigure} of a plugin that it then throws away.
   *
   * @param configuration what {@link #onConfigure} would get
   * @return whether the plugin would take it; an exception means no
   */
  @Callback("proxy_validate_configuration")
  public boolean validateConfiguration(Bytes configuration) {
    return true;
  }

  /**
   * Makes the context of a new HTTP stream: {@code proxy_on_context_create}; null when the plugin
   * has none.
   */
  public @Nullable HttpContext createHttpContext() {
    return null;
  }

  /**
   * Makes the context of a new TCP connection: {@code proxy_on_context_create}; null when the
   * plugin has none. Called when {@link #createHttpContext} gave null: the ABI does not say what
   * kind of stream it is, so a plugin that is used for both gives the one or the other by its
   * configuration.
   */
  public @Nullable TcpContext createTcpContext() {
    return null;
  }

  /**
   * Called each period that {@link #setTickPeriod} asked for, once in each VM: {@code
   * proxy_on_tick}.
   */
  @Callback("proxy_on_tick")
  public void onTick() {}

  /**
   * Called when something was put into a queue that this VM has registered, after the callback that
   * has put it in: {@code proxy_on_queue_ready}. Take out with {@link SharedQueue#dequeue} until it
   * is empty.
   */
  @Callback("proxy_on_queue_ready")
  public void onQueueReady(SharedQueue queue) {}

  /**
   * Called when the plugin is taken away: {@code proxy_on_done}.
   *
   * <p>Envoy (seen: 1.40) gives more time only while another plugin is in the same VM. The VM of
   * the last one goes at once, without {@link #onDelete}.
   *
   * @return false to get more time; {@link #done()} then has to be called, from a tick for example
   */
  @Callback("proxy_on_done")
  public boolean onDone() {
    return true;
  }

  /** Ends a plugin whose {@link #onDone} returned false: {@code proxy_done}. */
  protected final void done() {
    Host.calls().done();
  }

  /**
   * Sets the period of {@link #onTick}: {@code proxy_set_tick_period_milliseconds}; 0 ends it.
   *
   * @throws IllegalArgumentException if it is negative
   */
  protected final void setTickPeriod(int milliseconds) {
    if (milliseconds < 0) {
      throw new IllegalArgumentException(
          "a tick period of " + Digits.of(milliseconds) + " ms is negative");
    }
    tickPeriod = milliseconds;
    Host.calls().setTickPeriod(milliseconds);
  }

  @Override
  final PluginContext owner() {
    return this;
  }

  @Override
  final boolean finish() {
    return onDone();
  }
}
