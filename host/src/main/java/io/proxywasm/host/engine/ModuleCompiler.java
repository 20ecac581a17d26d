package io.proxywasm.host.engine;

import io.proxywasm.host.guest.GuestException;
import io.proxywasm.wasm.Bytes;
import io.proxywasm.wasm.CodeBody;
import io.proxywasm.wasm.WasmModule;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.internal.ByteClassCollector;
import run.endive.compiler.internal.Compiler;
import run.endive.compiler.internal.CompilerResult;
import run.endive.wasm.Parser;

/** Makes classes of a module's functions. */
final class ModuleCompiler {
  private static final String MAIN_CLASS = "wasm.Plugin";

  /** No locals, {@code unreachable}, {@code end}. */
  private static final CodeBody NO_BODY = new CodeBody(Bytes.copyOf(new byte[] {0, 0, 0x0b}));

  private ModuleCompiler() {}

  /** The module as Endive takes it: nothing in it that runs by itself or that it does not need. */
  static WasmModule prepared(PluginModule plugin) {
    if (CodeScan.of(plugin.module()).hasVectors()) {
      throw new GuestException(
          "Failed to load Wasm bytecode: the module has vector instructions (SIMD, v128), which"
              + " this engine does not run, but Envoy does. Build the plugin without them (Rust:"
              + " target-feature=-simd128; C++: no -msimd128)");
    }
    return BlockTypes.cure(
        plugin.module().withoutCustomSections(name -> true).withStart(OptionalInt.empty()));
  }

  static run.endive.wasm.WasmModule parse(byte[] module) {
    return Parser.builder()
        .withCustomParsers(Map.of())
        .build()
        .parse(() -> new ByteArrayInputStream(module));
  }

  static CompiledModule compile(PluginModule plugin) {
    WasmModule module = prepared(plugin);
    CodeScan scan = CodeScan.of(module);
    CompilerResult result =
        Compiler.builder(parse(module.write()))
            .withClassName(MAIN_CLASS)
            .withInterpreterFallback(InterpreterFallback.SILENT)
            .withClassCollectorFactory(ByteClassCollector::new)
            .build()
            .compile();
    SortedMap<String, byte[]> classes = new TreeMap<>();
    result.classBytes().forEach((name, bytes) -> classes.put(name.replace('/', '.'), bytes));
    int imports = plugin.imports().size();
    List<CodeBody> bodies = new ArrayList<>(module.codeSection());
    for (int i = 0; i < bodies.size(); i++) {
      if (!result.interpretedFunctions().contains(imports + i)) {
        bodies.set(i, NO_BODY);
      }
    }
    return new CompiledModule(
        module.withCodeSection(bodies).write(),
        scan.hasTailCalls(),
        MAIN_CLASS,
        ImportLinker.link(classes, MAIN_CLASS, imports));
  }
}
