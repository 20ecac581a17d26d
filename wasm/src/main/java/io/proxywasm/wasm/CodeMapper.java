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
   * Says whether the trap {@code unreachable} goes in before an instruction. It is asked before
   * {@link #instruction}.
   *
   * @param opcode the instruction's code, as {@link #instruction} gets it
   * @return true to put it in
   */
  default boolean trapsBefore(int opcode) {
    return false;
  }

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
   * Maps a block that an instruction may branch out of, or the loop that it may repeat.
   *
   * @param depth 0 for the innermost block around the instruction, 1 for the one around that, and
   *     so on; for the catch clauses of a {@code try_table}, 0 is that block itself
   * @return the depth to write instead
   */
  default int label(int depth) {
    return depth;
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
