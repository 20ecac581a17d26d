package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** Where the host enters the module first: the exports that every plugin has. */
final class Start {
  private Start() {}

  /** Runs the plugin's {@code main}; the linker makes {@code _initialize} of it. */
  @Export(name = "proxywasm.initialize")
  static void initialize() {
    Arena.open();
    Arena.enter();
    Callbacks.connect(WasmHostcalls.INSTANCE);
    try {
      pluginMain();
    } catch (Throwable failure) {
      Callbacks.mainFailed(failure);
    }
    Arena.leave();
  }

  /** The plugin's {@code main}, which the compiler puts here. */
  private static native void pluginMain();

  @Export(name = "proxy_on_memory_allocate")
  static int allocate(int size) {
    return Arena.allocate(size);
  }

  @Export(name = "proxy_on_context_create")
  static void contextCreate(int contextId, int parentId) {
    Arena.enter();
    WasmHostcalls.started = true;
    Callbacks.onContextCreate(contextId, parentId);
    Arena.leave();
  }

  @Export(name = "proxy_on_vm_start")
  static int vmStart(int contextId, int size) {
    Arena.enter();
    boolean result = Callbacks.onVmStart(contextId, size);
    Arena.leave();
    return result ? 1 : 0;
  }

  @Export(name = "proxy_on_delete")
  static void delete(int contextId) {
    Arena.enter();
    Callbacks.onDelete(contextId);
    Arena.leave();
  }
}
