package io.proxywasm.host.engine;

import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.filterArguments;
import static java.lang.invoke.MethodHandles.guardWithTest;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodHandles.permuteArguments;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.abi.Status;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.NumberType;
import io.proxywasm.wasm.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;

/** A function that guests may import: a method that is marked with {@link HostFunction}. */
final class HostImport {
  /** The module of the ABI's own functions. */
  static final String ENV = "env";

  private static final int WASI_NOT_CAPABLE = 76;
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle IS_OPEN = own("isOpen", boolean.class, Memory.class);
  private static final MethodHandle IS_PERMITTED =
      own("isPermitted", boolean.class, HostImport.class, Memory.class);
  private static final MethodHandle PROXY = own("proxyOf", ProxyCalls.class, Memory.class);
  private static final MethodHandle WASI = own("wasiOf", WasiCalls.class, Memory.class);

  private final int number;
  private final String module;
  private final HostFunction marked;
  private final Method method;
  private final FunctionType type;
  private @Nullable MethodHandle call;

  HostImport(int number, String module, HostFunction marked, Method method) {
    this.number = number;
    this.module = module;
    this.marked = marked;
    this.method = method;
    this.type =
        new FunctionType(
            Arrays.stream(method.getParameterTypes()).map(HostImport::typeOf).toList(),
            method.getReturnType() == void.class
                ? List.of()
                : List.of(typeOf(method.getReturnType())));
  }

  private static ValueType typeOf(Class<?> type) {
    return type == long.class ? NumberType.I64 : NumberType.I32;
  }

  private static MethodHandle own(String method, Class<?> result, Class<?>... parameters) {
    try {
      return LOOKUP.findStatic(HostImport.class, method, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its place among all of them. */
  int number() {
    return number;
  }

  /** The first half of its name. */
  String module() {
    return module;
  }

  /** The second half of its name. */
  String name() {
    return marked.value();
  }

  FunctionType type() {
    return type;
  }

  /** The versions of the ABI that have it. */
  List<AbiVersion> versions() {
    return List.of(marked.versions());
  }

  boolean whileStarting() {
    return marked.whileStarting();
  }

  boolean whileAllocating() {
    return marked.whileAllocating();
  }

  /** Whether it can be denied to a VM: all but two helpers of Emscripten. */
  boolean isControlled() {
    return name().startsWith("proxy_") || !module.equals(ENV);
  }

  /**
   * Calls it. The handle takes the import's parameters, the memory of the guest, and its instance:
   * so generated code calls functions.
   */
  synchronized MethodHandle call() {
    MethodHandle known = call;
    if (known == null) {
      known = memoryLast(guarded(direct()));
      call = known;
    }
    return known;
  }

  private MethodHandle direct() {
    try {
      return filterArguments(LOOKUP.unreflect(method), 0, module.equals(ENV) ? PROXY : WASI);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts the gate before the call. */
  private MethodHandle guarded(MethodHandle direct) {
    Class<?> result = direct.type().returnType();
    int refusal = module.equals(ENV) ? Status.INTERNAL_FAILURE.code() : WASI_NOT_CAPABLE;
    MethodHandle refused =
        result == void.class
            ? MethodHandles.empty(direct.type())
            : dropArguments(
                MethodHandles.constant(result, refusal), 0, direct.type().parameterList());
    return guardWithTest(
        IS_OPEN, direct, guardWithTest(insertArguments(IS_PERMITTED, 0, this), direct, refused));
  }

  private static MethodHandle memoryLast(MethodHandle call) {
    int parameters = call.type().parameterCount() - 1;
    MethodType type =
        call.type().dropParameterTypes(0, 1).appendParameterTypes(Memory.class, Instance.class);
    int[] order = new int[parameters + 1];
    order[0] = parameters;
    for (int i = 0; i < parameters; i++) {
      order[i + 1] = i;
    }
    return permuteArguments(call, type, order);
  }

  private static Border border(Memory memory) {
    return ((LinearMemory) memory).border();
  }

  static boolean isOpen(Memory memory) {
    return border(memory).gate().isOpen();
  }

  static boolean isPermitted(HostImport call, Memory memory) {
    Border border = border(memory);
    boolean permitted = border.gate().permits(call);
    if (!permitted) {
      border.denied(call);
    }
    return permitted;
  }

  static ProxyCalls proxyOf(Memory memory) {
    return border(memory).proxy();
  }

  static WasiCalls wasiOf(Memory memory) {
    return border(memory).wasi();
  }

  @Override
  public String toString() {
    return module + "." + name();
  }
}
