package io.proxywasm.host.engine;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.host.guest.Hostcalls;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.SizeRange;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TableInstance;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;

/** A plugin's module, ready to be instantiated. */
final class WasmCode implements GuestCode {
  /** How many entries the tables of a guest may have. V8 has the same limit for each. */
  private static final int MAX_TABLE_ENTRIES = 10_000_000;

  private final AbiVersion version;
  private final SizeRange memory;
  private final Execution execution;
  private final ImportValues imports;
  private final FunctionNames names;
  private final Map<Callback, MethodHandle> callbacks = new EnumMap<>(Callback.class);
  private final List<StartFunction> startFunctions;
  private final String allocatorName;
  private final MethodHandle allocator;
  private final int maxEntriesPerTable;

  /**
   * A function that runs before all others.
   *
   * @param name its name for messages
   * @param phase the phase in which it runs
   * @param handle takes no parameters beside the memory and the instance
   */
  record StartFunction(String name, Gate.Phase phase, MethodHandle handle) {}

  WasmCode(PluginModule plugin, Execution execution) {
    this.version = plugin.version();
    this.memory = plugin.memory();
    this.execution = execution;
    this.names = FunctionNames.of(plugin.module(), plugin.imports().size());
    this.imports = imports(plugin.imports(), execution.module());
    this.startFunctions = startFunctions(plugin, execution);
    this.allocatorName = plugin.allocator();
    this.allocator = execution.function(plugin.functions().getOrDefault(allocatorName, 0), 1, true);
    this.maxEntriesPerTable = MAX_TABLE_ENTRIES / Math.max(1, plugin.module().tables().size());
    for (Callback callback : Callback.values()) {
      Integer function = plugin.function(callback.export());
      FunctionType type = CallbackTypes.of(callback, version);
      if (function != null && type != null) {
        callbacks.put(
            callback,
            execution.function(function, type.parameters().size(), !type.results().isEmpty()));
      }
    }
  }

  private static List<StartFunction> startFunctions(PluginModule plugin, Execution execution) {
    List<StartFunction> functions = new ArrayList<>();
    plugin
        .module()
        .start()
        .ifPresent(
            index ->
                functions.add(
                    new StartFunction(
                        "start section",
                        Gate.Phase.START_SECTION,
                        execution.function(index, 0, false))));
    Integer initialize = plugin.function(PluginModule.INITIALIZE);
    if (initialize == null) {
      addStart(functions, plugin, PluginModule.START, execution, 0, false);
    } else {
      addStart(functions, plugin, PluginModule.INITIALIZE, execution, 0, false);
      if (plugin.function(PluginModule.MAIN) != null) {
        addStart(functions, plugin, PluginModule.MAIN, execution, 2, true);
      } else {
        addStart(functions, plugin, PluginModule.MAIN_VOID, execution, 0, true);
      }
    }
    return List.copyOf(functions);
  }

  private static void addStart(
      List<StartFunction> functions,
      PluginModule plugin,
      String name,
      Execution execution,
      int parameters,
      boolean result) {
    Integer index = plugin.function(name);
    if (index != null) {
      MethodHandle handle = execution.function(index, parameters, result);
      functions.add(
          new StartFunction(
              name,
              Gate.Phase.STARTING,
              MethodHandles.insertArguments(
                  handle, 0, Collections.nCopies(parameters, (Object) 0).toArray())));
    }
  }

  /** The imports as Endive wants them; generated code calls most of them without. */
  private static ImportValues imports(List<HostImport> imports, run.endive.wasm.WasmModule module) {
    Map<String, ImportFunction> functions = new HashMap<>();
    for (int i = 0; i < imports.size(); i++) {
      HostImport each = imports.get(i);
      if (!functions.containsKey(each.toString())) {
        FunctionImport wanted = (FunctionImport) module.importSection().getImport(i);
        functions.put(
            each.toString(),
            new ImportFunction(
                each.module(),
                each.name(),
                module.typeSection().getType(wanted.typeIndex()),
                boxed(each)));
      }
    }
    return ImportValues.builder()
        .addFunction(functions.values().toArray(ImportFunction[]::new))
        .build();
  }

  /** An import that takes and gives its numbers in arrays. */
  private static WasmFunctionHandle boxed(HostImport call) {
    int parameters = call.type().parameters().size();
    boolean result = !call.type().results().isEmpty();
    MethodHandle handle =
        MethodHandles.explicitCastArguments(
                call.call(),
                MethodType.methodType(
                        result ? long.class : void.class,
                        Collections.nCopies(parameters, long.class))
                    .appendParameterTypes(Memory.class, Instance.class))
            .asSpreader(0, long[].class, parameters)
            .asType(MethodType.methodType(long.class, long[].class, Memory.class, Instance.class));
    return (instance, arguments) -> {
      try {
        long value = (long) handle.invokeExact(arguments, instance.memory(), instance);
        return result ? new long[] {value} : new long[0];
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    };
  }

  @Override
  public AbiVersion abiVersion() {
    return version;
  }

  @Override
  public Guest newGuest(Hostcalls hostcalls, GuestOptions options) {
    try {
      return instantiate(hostcalls, options);
    } catch (HostTrap e) {
      throw new GuestException(String.valueOf(e.getMessage()), e);
    } catch (GuestException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw new GuestException("Failed to create new Wasm instance: " + e.getMessage(), e);
    }
  }

  private WasmGuest instantiate(Hostcalls hostcalls, GuestOptions options) {
    LinearMemory linear = newMemory(options.maxMemoryBytes());
    Border border =
        new Border(
            linear,
            hostcalls,
            new Gate(HostImports.denied(options.allowed())),
            options.environment());
    linear.attach(border);
    linear.limitArrays(ArrayLimit.elements(options.maxMemoryBytes()));
    Instance instance =
        Instance.builder(execution.module())
            .withImportValues(imports)
            .withMemoryFactory(limits -> linear)
            .withTableFactory(this::newTable)
            .withMachineFactory(execution::machine)
            .withStart(false)
            .build();
    @Nullable MethodHandle[] entries = new MethodHandle[Callback.values().length];
    callbacks.forEach(
        (callback, handle) -> {
          if (options.allowed().test(callback.export())) {
            entries[callback.ordinal()] = handle;
          }
        });
    return new WasmGuest(this, linear, border, instance, entries);
  }

  private LinearMemory newMemory(long maxBytes) {
    long maxPages = Math.min(maxBytes / Memory.PAGE_SIZE, LinearMemory.MAX_PAGES);
    if (memory.minimum() > maxPages) {
      throw new GuestException(
          "Failed to create new Wasm instance: the module wants "
              + memory.minimum() * Memory.PAGE_SIZE
              + " bytes of memory, the VM's limit is "
              + maxPages * Memory.PAGE_SIZE);
    }
    return new LinearMemory(
        (int) memory.minimum(), (int) Math.min(memory.maximum().orElse(maxPages), maxPages));
  }

  /** Growing a table changes its limits, which must not reach the other instances. */
  private TableInstance newTable(Table table, int first) {
    long minimum = table.limits().min();
    if (minimum > maxEntriesPerTable) {
      throw new HostTrap(
          "Failed to create new Wasm instance: a table of "
              + minimum
              + " entries; the limit is "
              + maxEntriesPerTable);
    }
    TableLimits limits =
        new TableLimits(minimum, Math.min(table.limits().max(), maxEntriesPerTable));
    return new TableInstance(new Table(table.elementType(), limits, table.initialize()), first);
  }

  /** Whether headers callbacks are told the end of the stream: since 0.2.0. */
  boolean headersKnowTheEnd() {
    return version != AbiVersion.V0_1_0;
  }

  FunctionNames names() {
    return names;
  }

  List<StartFunction> startFunctions() {
    return startFunctions;
  }

  String allocatorName() {
    return allocatorName;
  }

  MethodHandle allocator() {
    return allocator;
  }

  @Override
  public void close() {
    // The classes go with the last guest, by garbage collection.
  }
}
