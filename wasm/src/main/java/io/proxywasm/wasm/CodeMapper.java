package io.proxywasm.wasm;

/**
 * Sees the instructions of a body or an expression, in order, and may replace what they refer to.
 * Every method's default changes nothing.
 */
public interface CodeMapper {
  /**
   * Sees how many locals a function has, beside its parameters.
   *
   * @param count of all types
   */
  default void locals(int count) {}

  /**
   * Sees an instruction, before what it refers to.
   *
   * @param opcode its code; for an instruction with a prefix (0xfb garbage collection, 0xfc bulk
   *     operations, 0xfd vectors, 0xfe atomics) the prefix shifted left by 16 bits, or'ed with the
   *     code that follows it
   */
  default void instruction(int opcode) {}

  /**
   * Maps an index into one of the module's lists.
   *
   * @param space which list
   * @param index the place there
   * @return the index to write instead
   */
  default int index(IndexSpace space, int index) {
    return index;
  }

  /**
   * Maps the type of a block, loop, if or try. An index in it is not shown to {@link #index}.
   *
   * @param type what the block takes and leaves
   * @return the type to write instead
   */
  default BlockType blockType(BlockType type) {
    return type;
  }
}
