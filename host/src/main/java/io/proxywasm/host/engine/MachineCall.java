package io.proxywasm.host.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;

/** Calls functions in the general way of Endive, by their index and with numbers in arrays. */
final class MachineCall {
  private static final MethodHandle CALL;

  static {
    try {
      CALL =
          MethodHandles.lookup()
              .findStatic(
                  MachineCall.class,
                  "call",
                  MethodType.methodType(
                      int.class, int.class, long[].class, Memory.class, Instance.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private MachineCall() {}

  /** A handle as {@link Execution#function} gives it. */
  static MethodHandle handle(int function, int parameters) {
    return MethodHandles.explicitCastArguments(
        MethodHandles.insertArguments(CALL, 0, function).asCollector(0, long[].class, parameters),
        Execution.handleType(parameters, true));
  }

  static int call(int function, long[] arguments, Memory memory, Instance instance) {
    long[] results = instance.getMachine().call(function, arguments);
    return results == null || results.length == 0 ? 0 : (int) results[0];
  }
}
