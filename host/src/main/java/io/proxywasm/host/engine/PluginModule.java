package io.proxywasm.host.engine;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.wasm.Export;
import io.proxywasm.wasm.ExternKind;
import io.proxywasm.wasm.FunctionReference;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.Import;
import io.proxywasm.wasm.MemoryType;
import io.proxywasm.wasm.SizeRange;
import io.proxywasm.wasm.ValueType;
import io.proxywasm.wasm.WasmFormatException;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A module that has been checked to be a plugin: it is marked with a version of the ABI, what it
 * imports is there, what it exports has the right form. The words of refusals are Envoy's.
 *
 * @param module the module as it came
 * @param version the version of the ABI that it is made for
 * @param imports what its imported functions are, in their order
 * @param memory its only memory
 * @param functions its exported functions
 * @param allocator the name of its allocator
 */
record PluginModule(
    WasmModule module,
    AbiVersion version,
    List<HostImport> imports,
    SizeRange memory,
    Map<String, Integer> functions,
    String allocator) {
  static final String INITIALIZE = "_initialize";
  static final String MAIN = "main";
  static final String MAIN_VOID = "__main_void";
  static final String START = "_start";

  private static final String CORRUPTED = "Failed to parse corrupted Wasm module: ";
  private static final String MISSING_IMPORT =
      "Failed to load Wasm module due to a missing import: ";
  private static final List<String> ALLOCATORS = List.of("malloc", "proxy_on_memory_allocate");

  static PluginModule read(byte[] code) {
    try {
      return check(WasmModule.read(code));
    } catch (WasmFormatException e) {
      throw new GuestException(CORRUPTED + e.getMessage(), e);
    }
  }

  /** Looks at all of the module, also at what is not needed to check it as a plugin. */
  void verify() {
    try {
      module.verify();
    } catch (WasmFormatException e) {
      throw new GuestException(CORRUPTED + e.getMessage(), e);
    }
  }

  /** The index of an exported function, or null. */
  @Nullable Integer function(String name) {
    return functions.get(name);
  }

  private static PluginModule check(WasmModule module) {
    AbiVersion version = version(module);
    List<HostImport> imports = imports(module, version);
    SizeRange memory = memory(module);
    Map<String, Integer> functions = new HashMap<>();
    for (Export export : module.exportSection()) {
      if (export.kind() == ExternKind.FUNCTION) {
        functions.put(export.name(), export.index());
      }
    }
    checkStart(module, functions);
    for (Callback callback : Callback.values()) {
      checkExport(module, functions, callback.export(), CallbackTypes.of(callback, version));
    }
    String allocator = allocator(module, functions);
    return new PluginModule(
        module, version, imports, memory, Collections.unmodifiableMap(functions), allocator);
  }

  private static AbiVersion version(WasmModule module) {
    return module.exportSection().stream()
        .filter(export -> export.kind() == ExternKind.FUNCTION)
        .flatMap(export -> AbiVersion.ofMarker(export.name()).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new GuestException(
                    "Missing or unknown Proxy-Wasm ABI version: the module exports no function"
                        + " proxy_abi_version_0_2_1 (or _0_2_0, _0_1_0). Is it a Proxy-Wasm plugin,"
                        + " built with one of the SDKs?"));
  }

  private static List<HostImport> imports(WasmModule module, AbiVersion version) {
    List<HostImport> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> advice = new ArrayList<>();
    for (Import wanted : module.importSection()) {
      String name = wanted.module() + "." + wanted.name();
      if (!(wanted.type() instanceof FunctionReference function)) {
        missing.add(name + " (a " + wanted.type().kind() + ")");
        continue;
      }
      HostImport served = HostImports.find(wanted.module(), wanted.name());
      if (served == null) {
        missing.add(name);
      } else if (!served.versions().contains(version)) {
        missing.add(name);
        advice.add(
            name
                + " belongs to ABI "
                + served.versions().stream()
                    .sorted()
                    .map(AbiVersion::toString)
                    .collect(Collectors.joining(", "))
                + ", the module is marked "
                + version);
      } else {
        checkType(served, module.signature(function.typeIndex()));
        found.add(served);
      }
    }
    if (!missing.isEmpty()) {
      throw new GuestException(
          MISSING_IMPORT
              + missing.stream().distinct().collect(Collectors.joining(", "))
              + ". "
              + (advice.isEmpty()
                  ? "A Proxy-Wasm host has the functions of ABI "
                      + version
                      + " in env, and those of wasi_snapshot_preview1 and wasi_unstable."
                  : advice.stream().distinct().collect(Collectors.joining("; ")) + "."));
    }
    return List.copyOf(found);
  }

  private static void checkType(HostImport served, FunctionType wanted) {
    if (!served.type().equals(wanted)) {
      throw new GuestException(
          "Failed to load Wasm module due to an import type mismatch: "
              + served
              + ", want: "
              + text(wanted)
              + ", but host exports: "
              + text(served.type()));
    }
  }

  private static SizeRange memory(WasmModule module) {
    List<MemoryType> memories = module.memorySection();
    if (memories.size() != 1) {
      throw new GuestException(
          "Failed to create new Wasm instance: a plugin has one memory, the module has "
              + memories.size());
    }
    if (module.exportSection().stream().noneMatch(each -> each.kind() == ExternKind.MEMORY)) {
      throw new GuestException(
          "Failed to create new Wasm instance: the module does not export its memory, so that the"
              + " host can not reach it");
    }
    SizeRange size = memories.get(0).pages();
    if (size.wide()) {
      throw new GuestException(
          "Failed to create new Wasm instance: the memory has addresses of 64 bits");
    }
    return size;
  }

  private static void checkStart(WasmModule module, Map<String, Integer> functions) {
    FunctionType nothing = new FunctionType(List.of(), List.of());
    checkExport(module, functions, INITIALIZE, nothing);
    if (functions.containsKey(INITIALIZE)) {
      checkExport(module, functions, MAIN, CallbackTypes.of(2, true));
      checkExport(module, functions, MAIN_VOID, CallbackTypes.of(0, true));
    } else {
      checkExport(module, functions, START, nothing);
    }
  }

  private static String allocator(WasmModule module, Map<String, Integer> functions) {
    for (String name : ALLOCATORS) {
      if (functions.containsKey(name)) {
        checkExport(module, functions, name, CallbackTypes.of(1, true));
        return name;
      }
    }
    throw new GuestException(
        "Wasm module is missing malloc function: the host puts its answers into memory that the"
            + " plugin allocates. Export malloc or proxy_on_memory_allocate; the SDKs do.");
  }

  private static void checkExport(
      WasmModule module, Map<String, Integer> functions, String name, @Nullable FunctionType want) {
    Integer function = functions.get(name);
    if (function == null || want == null) {
      return;
    }
    FunctionType has = module.functionType(function);
    if (!has.equals(want)) {
      throw new GuestException(
          "Bad function signature for: "
              + name
              + ", want: "
              + text(want)
              + ", but the module exports: "
              + text(has));
    }
  }

  private static String text(FunctionType type) {
    return text(type.parameters()) + " -> " + text(type.results());
  }

  private static String text(List<ValueType> types) {
    return types.isEmpty()
        ? "void"
        : types.stream().map(ValueType::toString).collect(Collectors.joining(" "));
  }
}
