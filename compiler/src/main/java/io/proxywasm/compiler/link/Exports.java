package io.proxywasm.compiler.link;

import io.proxywasm.wasm.Export;
import io.proxywasm.wasm.ExternKind;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves only those exports that every host can look at. V8's C API, through which Envoy asks for
 * the type of each, aborts the whole process on tags and on types that are not plain.
 */
final class Exports {
  private static final String TEAVM = "teavm";

  private Exports() {}

  static WasmModule restrict(WasmModule module) {
    List<Export> kept = new ArrayList<>();
    for (Export export : module.exportSection()) {
      if (!export.name().startsWith(TEAVM)) {
        check(module, export);
        kept.add(export);
      }
    }
    return module.withExportSection(kept);
  }

  private static void check(WasmModule module, Export export) {
    if (export.kind() == ExternKind.FUNCTION) {
      FunctionType type = module.functionType(export.index());
      if (!type.isNumeric()) {
        throw new LinkException(
            "cannot link: the exported function "
                + export.name()
                + " has the signature "
                + type
                + "; only int, long, float and double can pass between a plugin and its host");
      }
    } else if (export.kind() != ExternKind.MEMORY) {
      throw new LinkException(
          "cannot link: the module exports the "
              + export.kind()
              + " "
              + export.name()
              + "; a plugin exports functions only");
    }
  }
}
