package io.proxywasm.wasm;

import java.util.List;

/**
 * A declared type with its place in the hierarchy.
 *
 * @param open whether other types may extend it
 * @param supertypes the indices of the types it extends: none or one
 * @param shape what it is
 */
public record SubType(boolean open, List<Integer> supertypes, CompositeType shape) {
  /**
   * Copies the list.
   *
   * @param open whether other types may extend it
   * @param supertypes the indices of the types it extends: none or one
   * @param shape what it is
   */
  public SubType {
    supertypes = List.copyOf(supertypes);
  }

  /**
   * Declares a type that extends nothing and cannot be extended.
   *
   * @param shape what it is
   * @return the type, alone
   */
  public static SubType of(CompositeType shape) {
    return new SubType(false, List.of(), shape);
  }
}
