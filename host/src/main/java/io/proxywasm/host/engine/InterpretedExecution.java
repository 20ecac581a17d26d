package io.proxywasm.host.engine;

import java.lang.invoke.MethodHandle;
import run.endive.runtime.Instance;
import run.endive.runtime.InterpreterMachine;
import run.endive.runtime.Machine;
import run.endive.wasm.WasmModule;

/** Functions are run one instruction after the other: slow, but it starts at once. */
record InterpretedExecution(WasmModule module) implements Execution {
  @Override
  public Machine machine(Instance instance) {
    return new InterpreterMachine(instance);
  }

  @Override
  public MethodHandle function(int index, int parameters, boolean result) {
    return MachineCall.handle(index, parameters);
  }
}
