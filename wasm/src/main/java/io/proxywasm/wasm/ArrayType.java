package io.proxywasm.wasm;

/**
 * An array.
 *
 * @param element what each of its elements is
 */
public record ArrayType(FieldType element) implements CompositeType {
  @Override
  public String toString() {
    return "(array " + element + ")";
  }
}
