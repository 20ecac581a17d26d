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

  /** Says what a property will be; false when it was said before. */
  boolean declare(String path, DeclaredProperty property) {
    return context.root() instanceof RootContext root && root.declare(path, property);
  }
}
