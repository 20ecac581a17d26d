package io.proxywasm.testkit;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;

/** Logs its configuration; refuses {@code bad}. */
public final class ConfiguredEcho extends PluginContext {
  /** Makes a plugin. */
  public ConfiguredEcho() {}

  /** Registers. */
  public static void main(String[] args) {
    ProxyWasm.plugin(ConfiguredEcho::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    Log.info("configured with " + configuration.utf8());
    return !configuration.utf8().equals("bad");
  }
}
