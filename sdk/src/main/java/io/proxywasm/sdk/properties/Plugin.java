package io.proxywasm.sdk.properties;

import io.proxywasm.sdk.Properties;
import org.jspecify.annotations.Nullable;

/** The plugin itself, as it is configured in the host. */
public final class Plugin {
  private Plugin() {}

  /** Returns the name, or null if it is not known: {@code plugin_name}. */
  public static @Nullable String name() {
    return Properties.text("plugin_name");
  }

  /** Returns the {@code root_id}, or null if it is not known: {@code plugin_root_id}. */
  public static @Nullable String rootId() {
    return Properties.text("plugin_root_id");
  }

  /** Returns the {@code vm_id}, or null if it is not known: {@code plugin_vm_id}. */
  public static @Nullable String vmId() {
    return Properties.text("plugin_vm_id");
  }
}
