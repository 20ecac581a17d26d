package io.proxywasm.compiler.link;

import io.proxywasm.wasm.Instruction;
import java.util.ArrayList;
import java.util.List;

/** Removes what stands behind a branch or a throw, and constants that nobody takes. */
final class DeadCode {
  private DeadCode() {}

  static List<Instruction> remove(List<Instruction> code) {
    List<Instruction> kept = new ArrayList<>(code.size());
    boolean dead = false;
    int inside = 0;
    for (Instruction instruction : code) {
      int opcode = instruction.opcode();
      if (dead) {
        if (instruction.opensBlock()) {
          inside++;
        } else if (inside == 0 && Op.endsPart(opcode)) {
          dead = false;
        } else if (opcode == Op.END || opcode == Op.DELEGATE) {
          inside--;
        }
      }
      if (!dead) {
        add(kept, instruction);
        dead = Op.neverGoesOn(opcode);
      }
    }
    return kept;
  }

  private static void add(List<Instruction> kept, Instruction instruction) {
    int last = kept.size() - 1;
    if (instruction.opcode() == Op.DROP && last >= 0 && Op.isValue(kept.get(last).opcode())) {
      kept.remove(last);
    } else {
      kept.add(instruction);
    }
  }
}
