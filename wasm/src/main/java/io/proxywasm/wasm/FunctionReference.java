package io.proxywasm.wasm;

/**
 * The type of an imported function.
 *
 * @param typeIndex its signature in {@link WasmModule#types}
 */
public record FunctionReference(int typeIndex) implements ExternType {
  @Override
  public ExternKind kind() {
    return ExternKind.FUNCTION;
  }
}
