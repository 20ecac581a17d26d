package io.proxywasm.wasm;

/** What a block takes from the stack and leaves on it. */
public sealed interface BlockType {
  /** Takes and leaves nothing. */
  record Empty() implements BlockType {}

  /**
   * Takes nothing and leaves one value.
   *
   * @param type the value's type
   */
  record Result(ValueType type) implements BlockType {}

  /**
   * Takes and leaves what a declared function type says.
   *
   * @param type the index of that type
   */
  record Signature(int type) implements BlockType {}
}
