package io.proxywasm.compiler.link;

import io.proxywasm.wasm.BlockType;
import io.proxywasm.wasm.Instruction;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks an index with one comparison. TeaVM compares it with 0 and with the array's length; as an
 * unsigned number, a negative index is larger than every length.
 *
 * <pre>
 * block                               block
 *   block                               local.get $index
 *     local.get $index                  local.get $array
 *     i32.const 0                       array.len
 *     i32.lt_s                          i32.lt_u
 *     br_if 0                           br_if 0
 *     local.get $index                  ... throw
 *     local.get $array         -->    end
 *     array.len
 *     i32.lt_s
 *     br_if 1
 *   end
 *   ... throw
 * end
 * </pre>
 */
final class BoundsChecks {
  private static final int LENGTH = 12;

  private BoundsChecks() {}

  static List<Instruction> merge(List<Instruction> code) {
    List<Instruction> merged = new ArrayList<>(code.size());
    for (int i = 0; i < code.size(); i++) {
      if (!isCheck(code, i)) {
        merged.add(code.get(i));
        continue;
      }
      merged.add(code.get(i));
      merged.addAll(code.subList(i + 6, i + 9));
      merged.add(Instruction.of(Op.I32_LT_U));
      merged.add(Instruction.of(Op.BRANCH_IF, 0));
      i += LENGTH - 1;
    }
    return merged;
  }

  /** The checks' way out, a call and a throw, has no labels that the block less could change. */
  private static boolean isCheck(List<Instruction> code, int at) {
    return at + LENGTH + 3 <= code.size()
        && isEmptyBlock(code.get(at))
        && isEmptyBlock(code.get(at + 1))
        && is(code, at + 2, Op.LOCAL_GET)
        && is(code, at + 3, Op.I32_CONST)
        && code.get(at + 3).operand() == 0
        && is(code, at + 4, Op.I32_LT_S)
        && is(code, at + 5, Op.BRANCH_IF)
        && code.get(at + 5).operand() == 0
        && code.get(at + 6).equals(code.get(at + 2))
        && is(code, at + 7, Op.LOCAL_GET)
        && is(code, at + 8, Op.ARRAY_LENGTH)
        && is(code, at + 9, Op.I32_LT_S)
        && is(code, at + 10, Op.BRANCH_IF)
        && code.get(at + 10).operand() == 1
        && is(code, at + 11, Op.END)
        && is(code, at + 12, Op.CALL)
        && is(code, at + 13, Op.THROW)
        && is(code, at + 14, Op.END);
  }

  private static boolean isEmptyBlock(Instruction instruction) {
    return instruction.opcode() == Op.BLOCK && instruction.blockType() instanceof BlockType.Empty;
  }

  private static boolean is(List<Instruction> code, int at, int opcode) {
    return code.get(at).opcode() == opcode;
  }
}
