package io.proxywasm.host.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Collections;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.Memory;
import run.endive.wasm.WasmModule;

/** How the functions of a module are run. Thread-safe. */
interface Execution {
  /** The module that instances are made of. */
  WasmModule module();

  /** What runs the functions of one instance. */
  Machine machine(Instance instance);

  /**
   * A function that takes and gives 32-bit integers. The handle takes its parameters, the memory
   * and the instance, and gives its result, or 0 when it has none.
   */
  MethodHandle function(int index, int parameters, boolean result);

  /** The type of such a handle. */
  static MethodType handleType(int parameters, boolean result) {
    return MethodType.methodType(
            result ? int.class : void.class, Collections.nCopies(parameters, int.class))
        .appendParameterTypes(Memory.class, Instance.class);
  }
}
