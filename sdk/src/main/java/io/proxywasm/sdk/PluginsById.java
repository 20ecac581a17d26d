package io.proxywasm.sdk;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Several plugins in one module, each for a {@code root_id}. */
final class PluginsById extends VmContext {
  static @Nullable PluginsById instance;

  private final Map<String, Supplier<? extends PluginContext>> plugins = new TreeMap<>();

  void add(String rootId, Supplier<? extends PluginContext> plugin) {
    if (plugins.put(rootId, plugin) != null) {
      throw new IllegalStateException("main made a plugin of the root_id " + rootId + " already");
    }
  }

  @Override
  public PluginContext createPluginContext() {
    String rootId = Properties.text("plugin_root_id");
    Supplier<? extends PluginContext> plugin = plugins.get(rootId == null ? "" : rootId);
    if (plugin == null) {
      throw new IllegalArgumentException(
          "no plugin has the root_id \"" + rootId + "\"; there are " + plugins.keySet());
    }
    return plugin.get();
  }
}
