package io.proxywasm.sdk.properties;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.EnvoyFunctions;
import io.proxywasm.sdk.Properties;
import org.jspecify.annotations.Nullable;

/** State of the current stream that filters of the host share. */
public final class FilterState {
  private FilterState() {}

  /**
   * Returns a text of another filter's state, or null if there is none: {@code filter_state.KEY}.
   */
  public static @Nullable String text(String key) {
    return Properties.text("filter_state", key);
  }

  /**
   * Returns another filter's state as bytes, or null if there is none; valid until the callback
   * returns: {@code filter_state.KEY}.
   */
  public static @Nullable Bytes bytes(String key) {
    return Properties.bytes("filter_state", key);
  }

  /**
   * Returns a text of the state that the connection to the upstream has, or null if there is none:
   * {@code upstream_filter_state.KEY}.
   */
  public static @Nullable String upstreamText(String key) {
    return Properties.text("upstream_filter_state", key);
  }

  /**
   * Returns what a plugin has set with {@link Properties#set(String, String...)}, or null if there
   * is none. Envoy keeps it as {@code wasm.KEY}, which access logs show with {@code
   * %FILTER_STATE(wasm.KEY)%}.
   */
  public static @Nullable String ofPlugins(String key) {
    return Properties.text(key);
  }

  /**
   * Sets what {@link #ofPlugins} returns, also in other plugins of the stream: {@code
   * proxy_set_property}.
   */
  public static void set(String key, String value) {
    Properties.set(value, key);
  }

  /**
   * Sets the state of a filter of Envoy, as {@link EnvoyFunctions#setFilterState} does, for the
   * request.
   */
  public static void setOfEnvoy(String key, String value) {
    EnvoyFunctions.setFilterState(key, value, EnvoyFunctions.LifeSpan.REQUEST);
  }
}
