package io.proxywasm.wasm;

import java.util.Optional;

/**
 * Bytes that a module brings along.
 *
 * @param memory the memory they are written to, 0 for one that is not written by itself
 * @param offset the address they are written to when the module starts, if they are
 * @param bytes the contents
 */
public record DataSegment(int memory, Optional<Expression> offset, Bytes bytes) {
  static DataSegment read(Input in) {
    long mode = in.u32("a data segment's mode");
    if (mode > 2) {
      throw in.error("a data segment's mode is " + mode + " instead of 0, 1 or 2");
    }
    int memory = mode == 2 ? in.index("a memory index") : 0;
    Optional<Expression> offset = mode == 1 ? Optional.empty() : Optional.of(Expression.read(in));
    return new DataSegment(memory, offset, in.take(in.u32("a size"), "a data segment"));
  }

  void write(Output out) {
    out.u8(offset.isEmpty() ? 1 : memory == 0 ? 0 : 2);
    if (memory != 0) {
      out.u32(memory);
    }
    offset.ifPresent(expression -> out.bytes(expression.bytes()));
    out.sized(bytes);
  }
}
