package io.proxywasm.wasm;

/**
 * One of the module's own types, as the target of a reference.
 *
 * @param index its place in {@link WasmModule#types}
 */
public record TypeIndex(int index) implements HeapType {
  @Override
  public String toString() {
    return Integer.toString(index);
  }
}
