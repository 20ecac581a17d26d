package io.proxywasm.host;

import org.jspecify.annotations.Nullable;

/** The properties of a context of a VM. */
record ContextProperties(Context context) implements PropertySource {
  @Override
  public @Nullable StreamInfo info() {
    return context.info();
  }

  @Override
  public @Nullable HeaderMap requestHeaders() {
    return context.readableMap(Context.REQUEST_HEADERS);
  }

  @Override
  public @Nullable HeaderMap responseHeaders() {
    return context.readableMap(Context.RESPONSE_HEADERS);
  }

  @Override
  public @Nullable HeaderMap responseTrailers() {
    return context.readableMap(Context.RESPONSE_TRAILERS);
  }

  @Override
  public PropertyValue.Message node() {
    return context.vm.services.node();
  }

  @Override
  public String pluginName() {
    return context.root() instanceof RootContext root ? root.config.name() : "";
  }

  @Override
  public String pluginRootId() {
    return context.root() instanceof RootContext root ? root.config.rootId() : "";
  }

  @Override
  public String pluginVmId() {
    return context.vm.config.vmId();
  }
}
