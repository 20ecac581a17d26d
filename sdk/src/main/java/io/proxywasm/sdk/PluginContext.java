package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/**
 * A plugin as it is configured once in the host; the parent of its streams (a root context of the
 * ABI).
 */
public abstract class PluginContext {
  private int id;

  /**
   * Makes the context of a plugin; no hostcall but logging, time and shared data makes sense here.
   */
  protected PluginContext() {}

  final void attach(int contextId) {
    id = contextId;
  }

  /** Returns the id of this context in the ABI. */
  public final int contextId() {
    return id;
  }

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
   * Makes the context of a new HTTP stream: {@code proxy_on_context_create}; null when the plugin
   * has none.
   */
  public @Nullable HttpContext createHttpContext() {
    return null;
  }

  /**
   * Called each period that {@link #setTickPeriod} asked for, once in each VM: {@code
   * proxy_on_tick}.
   */
  @Callback("proxy_on_tick")
  public void onTick() {}

  /**
   * Called when the plugin is taken away: {@code proxy_on_done}.
   *
   * @return false to get more time; {@link #done()} then has to be called
   */
  @Callback("proxy_on_done")
  public boolean onDone() {
    return true;
  }

  /** Called last: {@code proxy_on_delete}. */
  public void onDelete() {}

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
    Host.calls().setTickPeriod(milliseconds);
  }

  /** Begins a request to a cluster of the host: {@code proxy_http_call}. */
  protected final HttpCall httpCall(String cluster) {
    return new HttpCall(id, cluster);
  }
}
