package io.proxywasm.wasm;

/**
 * A reference.
 *
 * @param nullable whether it may be null
 * @param target what it refers to
 */
public record ReferenceType(boolean nullable, HeapType target) implements ValueType {
  @Override
  public String toString() {
    if (nullable && target instanceof AbstractHeapType kind) {
      return switch (kind) {
        case NONE -> "nullref";
        case NOFUNC, NOEXTERN, NOEXN -> "null" + kind.toString().substring(2) + "ref";
        default -> kind + "ref";
      };
    }
    return "(ref " + (nullable ? "null " : "") + target + ")";
  }
}
