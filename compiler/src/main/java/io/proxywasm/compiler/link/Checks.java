package io.proxywasm.compiler.link;

import io.proxywasm.wasm.CodeBody;
import io.proxywasm.wasm.FunctionCode;
import io.proxywasm.wasm.Instruction;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;

/** Shortens the checks that Java makes at each use of a reference and of an array. */
final class Checks {
  private Checks() {}

  static WasmModule shorten(WasmModule module) {
    List<CodeBody> bodies = new ArrayList<>();
    for (CodeBody body : module.codeSection()) {
      FunctionCode code = FunctionCode.of(body);
      List<Instruction> merged = BoundsChecks.merge(code.instructions());
      bodies.add(new FunctionCode(code.locals(), ColdThrows.share(module, merged)).toBody());
    }
    return module.withCodeSection(bodies);
  }
}
