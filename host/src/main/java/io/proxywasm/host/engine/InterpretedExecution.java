package io.proxywasm.host.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import run.endive.runtime.Instance;
import run.endive.runtime.InterpreterMachine;
import run.endive.runtime.Machine;
import run.endive.runtime.Memory;
import run.endive.wasm.WasmModule;

/** Functions are run one instruction after the other: slow, but it starts at once. */
record InterpretedExecution(WasmModule module) implements Execution {
  private static final MethodHandle INTERPRET;

  static {
    try {
      INTERPRET =
          MethodHandles.lookup()
              .findStatic(
                  InterpretedExecution.class,
                  "interpret",
                  MethodType.methodType(
                      int.class, int.class, long[].class, Memory.class, Instance.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Machine machine(Instance instance) {
    return new InterpreterMachine(instance);
  }

  @Override
  public MethodHandle function(int index, int parameters, boolean result) {
    MethodHandle call = MethodHandles.insertArguments(INTERPRET, 0, index);
    MethodHandle longs = call.asCollector(0, long[].class, parameters);
    return MethodHandles.explicitCastArguments(longs, Execution.handleType(parameters, true));
  }

  static int interpret(int function, long[] arguments, Memory memory, Instance instance) {
    long[] results = instance.getMachine().call(function, arguments);
    return results == null || results.length == 0 ? 0 : (int) results[0];
  }
}
