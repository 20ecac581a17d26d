package io.proxywasm.compiler.teavm;

import org.teavm.backend.wasm.TeaVMWasmGCHost;
import org.teavm.backend.wasm.intrinsics.WasmGCCodeGenRegistry;
import org.teavm.backend.wasm.model.instruction.WasmFloatType;
import org.teavm.backend.wasm.model.instruction.WasmFloatUnaryOperation;
import org.teavm.model.MethodReference;
import org.teavm.model.ValueType;

/** Java methods that are single instructions of Wasm. */
final class Intrinsics {
  private static final MethodReference GROW =
      new MethodReference(
          Sdk.WASM_PACKAGE + "Memory", "grow", ValueType.INTEGER, ValueType.INTEGER);

  private Intrinsics() {}

  static void install(TeaVMWasmGCHost target) {
    target.contributeToCodeGen(
        (context, registry) -> {
          registry
              .inlineIntrinsics()
              .registerIntrinsic(
                  GROW,
                  (invocation, generation, builder) -> {
                    generation.generate(builder, invocation.getArguments().get(0));
                    builder.memoryGrow();
                  });
          math(registry, "sqrt", WasmFloatUnaryOperation.SQRT);
          math(registry, "floor", WasmFloatUnaryOperation.FLOOR);
          math(registry, "ceil", WasmFloatUnaryOperation.CEIL);
        });
  }

  private static void math(
      WasmGCCodeGenRegistry registry, String name, WasmFloatUnaryOperation operation) {
    registry
        .inlineIntrinsics()
        .registerIntrinsic(
            new MethodReference("java.lang.Math", name, ValueType.DOUBLE, ValueType.DOUBLE),
            (invocation, generation, builder) -> {
              generation.generate(builder, invocation.getArguments().get(0));
              builder.floatUnary(WasmFloatType.FLOAT64, operation);
            });
  }
}
