package io.proxywasm.host;

import org.jspecify.annotations.Nullable;

/** Who calls a foreign function: a context of a VM. */
record ForeignCaller(Context context) implements ForeignFunction.Caller {
  @Override
  public @Nullable StreamInfo stream() {
    return context.info();
  }

  @Override
  public String pluginName() {
    return context.root() instanceof RootContext root ? root.config.name() : "";
  }

  @Override
  public void clearRouteCache() {
    context.clearRouteCache();
  }

  /**
   * Says what a property will be; false when it was said before. As in Envoy, each context keeps
   * its own, and what counts is what was said in the plugin's.
   */
  boolean declare(String path, DeclaredProperty property) {
    return context.declare(path, property);
  }
}
