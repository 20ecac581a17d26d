package io.proxywasm.host.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.WasmModule;

/** Functions are Java methods. */
final class CompiledExecution implements Execution {
  private final WasmModule module;
  private final List<MethodHandles.Lookup> groups;
  private final MethodHandle newMachine;
  private final boolean tailCalls;

  private CompiledExecution(
      WasmModule module,
      List<MethodHandles.Lookup> groups,
      MethodHandle newMachine,
      boolean tailCalls) {
    this.module = module;
    this.groups = groups;
    this.newMachine = newMachine;
    this.tailCalls = tailCalls;
  }

  /**
   * Defines the classes.
   *
   * @throws ReflectiveOperationException when they are not what the compiler makes
   * @throws LinkageError when the JVM refuses them
   */
  static CompiledExecution load(CompiledModule compiled, List<HostImport> imports)
      throws ReflectiveOperationException {
    MethodHandles.Lookup own = MethodHandles.lookup();
    List<Class<?>> classes = new GuestClassLoader(compiled.classes(), imports).loadAll();
    List<MethodHandles.Lookup> groups = new ArrayList<>();
    MethodHandle newMachine = null;
    for (Class<?> each : classes) {
      if (each.getName().startsWith(compiled.mainClass() + ImportLinker.GROUP)) {
        groups.add(MethodHandles.privateLookupIn(each, own));
      } else if (each.getName().equals(compiled.mainClass())) {
        newMachine =
            own.findConstructor(each, MethodType.methodType(void.class, Instance.class))
                .asType(MethodType.methodType(Machine.class, Instance.class));
      }
    }
    if (newMachine == null) {
      throw new ClassNotFoundException(compiled.mainClass());
    }
    return new CompiledExecution(
        ModuleCompiler.parse(compiled.skeleton()),
        List.copyOf(groups),
        newMachine,
        compiled.tailCalls());
  }

  @Override
  public WasmModule module() {
    return module;
  }

  @Override
  public Machine machine(Instance instance) {
    try {
      return (Machine) newMachine.invokeExact(instance);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public MethodHandle function(int index, int parameters, boolean result) {
    if (tailCalls) {
      return MachineCall.handle(index, parameters);
    }
    MethodType type = Execution.handleType(parameters, result);
    for (MethodHandles.Lookup group : groups) {
      MethodHandle found = find(group, index, type);
      if (found != null) {
        return found.asType(Execution.handleType(parameters, true));
      }
    }
    throw new IllegalStateException("no method for function " + index);
  }

  private static @Nullable MethodHandle find(
      MethodHandles.Lookup group, int index, MethodType type) {
    try {
      return group.findStatic(group.lookupClass(), ImportLinker.FUNCTION + index, type);
    } catch (NoSuchMethodException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
