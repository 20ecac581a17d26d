package io.proxywasm.sdk;

/** The VM that the plugins of one module and configuration share, one per thread of the host. */
public abstract class VmContext {
  /** Makes the context of a VM; {@link ProxyWasm#vm} takes it. */
  protected VmContext() {}

  /**
   * Called once, when the VM starts: {@code proxy_on_vm_start}.
   *
   * @param configuration the configuration of the VM; no bytes where none is given
   * @return false to refuse it, which ends the start of the plugin; an exception does too
   */
  public boolean onStart(Bytes configuration) {
    return true;
  }

  /** Makes the context of a configured plugin: {@code proxy_on_context_create} without a parent. */
  public abstract PluginContext createPluginContext();
}
