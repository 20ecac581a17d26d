package io.proxywasm.examples.vmconfig;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.VmContext;

/** Logs the configuration of the VM, which all its plugins share, and that of the plugin. */
public final class VmPluginConfiguration extends VmContext {
  /** Registers the VM. */
  public static void main(String[] args) {
    ProxyWasm.vm(new VmPluginConfiguration());
  }

  @Override
  public boolean onStart(Bytes configuration) {
    Log.info("vm config: " + configuration);
    return true;
  }

  @Override
  public PluginContext createPluginContext() {
    return new Plugin();
  }

  private static final class Plugin extends PluginContext {
    @Override
    public boolean onConfigure(Bytes configuration) {
      Log.info("plugin config: " + configuration);
      return true;
    }
  }
}
