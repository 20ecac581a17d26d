package io.proxywasm.compiler.link;

import io.proxywasm.wasm.CodeBody;
import io.proxywasm.wasm.FunctionCode;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.Instruction;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;

/** Makes functions shorter, and none of them slower. */
final class Optimizer {
  private Optimizer() {}

  static WasmModule shorten(WasmModule module) {
    List<CodeBody> bodies = new ArrayList<>();
    for (int i = 0; i < module.codeSection().size(); i++) {
      FunctionType function = module.signature(module.functionSection().get(i));
      FunctionCode code = FunctionCode.of(module.codeSection().get(i));
      List<Instruction> instructions = BoundsChecks.merge(DeadCode.remove(code.instructions()));
      instructions = ColdThrows.share(module, instructions);
      bodies.add(Locals.share(function, new FunctionCode(code.locals(), instructions)).toBody());
    }
    return module.withCodeSection(bodies);
  }
}
