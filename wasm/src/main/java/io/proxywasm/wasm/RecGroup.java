package io.proxywasm.wasm;

import java.util.List;

/**
 * Types that may refer to each other. Each takes one type index.
 *
 * @param types the types, in order; nearly always one
 */
public record RecGroup(List<SubType> types) {
  /**
   * Copies the list.
   *
   * @param types the types, in order
   */
  public RecGroup {
    types = List.copyOf(types);
  }

  /**
   * Puts a type into a group of its own.
   *
   * @param shape what it is
   * @return the group
   */
  public static RecGroup of(CompositeType shape) {
    return new RecGroup(List.of(SubType.of(shape)));
  }
}
