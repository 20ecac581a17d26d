package io.proxywasm.host.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import run.endive.runtime.Instance;

/**
 * How long an array of a module with GC may be. Endive keeps each element in 8 bytes, so one
 * instruction could ask for more than the JVM has, which then collects all garbage twice before it
 * says no. Compiled code asks here first. An array may be as large as the VM's memory, but not
 * larger than half of the JVM's heap. The interpreter does not ask.
 */
final class ArrayLimit {
  /** Called with the length and the instance before an array is made. */
  static final MethodHandle CHECK = check();

  private static final int BYTES_PER_ELEMENT = 8;
  private static final long HALF_OF_THE_HEAP = Runtime.getRuntime().maxMemory() / 2;

  private ArrayLimit() {}

  private static MethodHandle check() {
    try {
      return MethodHandles.lookup()
          .findStatic(
              ArrayLimit.class,
              "check",
              MethodType.methodType(void.class, int.class, Instance.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The most elements when a VM may have so much memory. */
  static long elements(long maxBytes) {
    return Math.min(maxBytes, HALF_OF_THE_HEAP) / BYTES_PER_ELEMENT;
  }

  @SuppressWarnings("UnusedMethod") // By CHECK.
  private static void check(int length, Instance instance) {
    if (instance.memory() instanceof LinearMemory memory
        && Integer.toUnsignedLong(length) > memory.maxArrayLength()) {
      throw new HostTrap(Traps.ARRAY_TOO_LARGE);
    }
  }
}
