package io.proxywasm.host;

import org.jspecify.annotations.Nullable;

/** Where a plugin's properties come from: its context. */
interface PropertySource {
  /** What is known of the stream; null when the context is no stream. */
  @Nullable StreamInfo info();

  /** The headers of the request, as far as the plugin may see them now. */
  @Nullable HeaderMap requestHeaders();

  /** The headers of the response, as far as the plugin may see them now. */
  @Nullable HeaderMap responseHeaders();

  /** The trailers of the response, as far as the plugin may see them now. */
  @Nullable HeaderMap responseTrailers();

  /** The node of the proxy's bootstrap. */
  PropertyValue.Message node();

  /** The plugin's name. */
  String pluginName();

  /** The plugin's root_id. */
  String pluginRootId();

  /** The plugin's vm_id. */
  String pluginVmId();
}
