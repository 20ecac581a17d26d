package io.proxywasm.compiler.link;

import io.proxywasm.wasm.CodeMapper;
import io.proxywasm.wasm.Instruction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Says which locals are read later, before they are written again, at each place of a function. */
final class Liveness {
  private final List<Instruction> code;

  /** Where each instruction may lead. The function's end leads nowhere. */
  private final List<List<Integer>> successors = new ArrayList<>();

  private final List<BitSet> before = new ArrayList<>();

  private Liveness(List<Instruction> code) {
    this.code = code;
  }

  /** Looks at a function without any form of try. */
  static Liveness of(List<Instruction> code) {
    Liveness liveness = new Liveness(code);
    liveness.findSuccessors();
    liveness.solve();
    return liveness;
  }

  /** Returns the locals that are live where an instruction begins. */
  BitSet before(int at) {
    return before.get(at);
  }

  /** Returns the locals that are live when an instruction is done. */
  BitSet after(int at) {
    BitSet live = new BitSet();
    successors.get(at).forEach(next -> live.or(before.get(next)));
    return live;
  }

  private void findSuccessors() {
    int[] ends = new int[code.size()];
    int[] elses = new int[code.size()];
    findEnds(ends, elses);
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < code.size(); i++) {
      int opcode = code.get(i).opcode();
      List<Integer> next = new ArrayList<>();
      if (opcode == Op.ELSE) {
        next.add(ends[open.get(open.size() - 1)]);
      } else if (!Op.neverGoesOn(opcode) && i + 1 < code.size()) {
        next.add(i + 1);
      }
      if (opcode == Op.IF) {
        next.add(elses[i] > 0 ? elses[i] + 1 : ends[i]);
      }
      code.get(i)
          .map(
              new CodeMapper() {
                @Override
                public int label(int depth) {
                  if (depth < open.size()) {
                    int target = open.get(open.size() - 1 - depth);
                    next.add(code.get(target).opcode() == Op.LOOP ? target : ends[target]);
                  }
                  return depth;
                }
              });
      successors.add(next);
      if (code.get(i).opensBlock()) {
        open.add(i);
      } else if (opcode == Op.END && !open.isEmpty()) {
        open.remove(open.size() - 1);
      }
    }
  }

  private void findEnds(int[] ends, int[] elses) {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < code.size(); i++) {
      int opcode = code.get(i).opcode();
      if (code.get(i).opensBlock()) {
        open.add(i);
      } else if (opcode == Op.ELSE) {
        elses[open.get(open.size() - 1)] = i;
      } else if (opcode == Op.END && !open.isEmpty()) {
        ends[open.remove(open.size() - 1)] = i;
      }
    }
  }

  private void solve() {
    for (int i = 0; i < code.size(); i++) {
      before.add(new BitSet());
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = code.size() - 1; i >= 0; i--) {
        BitSet live = after(i);
        switch (code.get(i).opcode()) {
          case Op.LOCAL_GET -> live.set(code.get(i).operand());
          case Op.LOCAL_SET, Op.LOCAL_TEE -> live.clear(code.get(i).operand());
          default -> {}
        }
        if (!live.equals(before.get(i))) {
          before.set(i, live);
          changed = true;
        }
      }
    }
  }
}
