package io.proxywasm.compiler.link;

import io.proxywasm.wasm.WasmModule;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.Import;

/** Endive, which parses, validates and runs what was linked. */
final class Engine {
  private Engine() {}

  static Instance instantiate(WasmModule module) {
    run.endive.wasm.WasmModule parsed = Parser.parse(module.write());
    ImportValues.Builder imports = ImportValues.builder();
    for (int i = 0; i < parsed.importSection().importCount(); i++) {
      Import wanted = parsed.importSection().getImport(i);
      if (wanted instanceof FunctionImport function) {
        imports.addFunction(
            new HostFunction(
                wanted.module(),
                wanted.name(),
                parsed.typeSection().getType(function.typeIndex()),
                (instance, arguments) -> new long[] {0}));
      }
    }
    return Instance.builder(parsed).withImportValues(imports.build()).build();
  }
}
