package io.proxywasm.compiler.link;

import io.proxywasm.wasm.FunctionCode;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.Instruction;
import io.proxywasm.wasm.ReferenceType;
import io.proxywasm.wasm.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Lets locals of the same type that are never needed at the same time be one, first of all those of
 * which one is a copy of the other: the copy goes. Locals of a type then stand together, as
 * declarations count them.
 */
final class Locals {
  private final int parameters;
  private final List<ValueType> types;
  private final List<Instruction> code;
  private final Liveness liveness;

  /** The locals that a local may not be one with, by the first of those that are one. */
  private final List<BitSet> conflicts = new ArrayList<>();

  /** For each local, itself or one that it is one with. */
  private final int[] same;

  private Locals(FunctionType function, FunctionCode code) {
    parameters = function.parameters().size();
    types = new ArrayList<>(function.parameters());
    types.addAll(code.locals());
    this.code = code.instructions();
    liveness = Liveness.of(this.code);
    same = IntStream.range(0, types.size()).toArray();
  }

  static FunctionCode share(FunctionType function, FunctionCode code) {
    boolean catches =
        code.instructions().stream()
            .anyMatch(i -> i.opcode() == Op.TRY || i.opcode() == Op.TRY_TABLE);
    if (catches || function.parameters().size() + code.locals().size() == 0) {
      return code;
    }
    Locals locals = new Locals(function, code);
    locals.findConflicts();
    locals.joinCopies();
    locals.joinOthers();
    return locals.rewrite();
  }

  private void findConflicts() {
    types.forEach(type -> conflicts.add(new BitSet()));
    BitSet atStart = liveness.before(0);
    for (int i = 0; i < types.size(); i++) {
      for (int j = 0; j < i; j++) {
        // A local begins as zero or null, a parameter as what the caller says.
        boolean bothParameters = i < parameters;
        boolean bothBegin = atStart.get(i) && (atStart.get(j) || j < parameters);
        if (bothParameters || bothBegin) {
          conflict(i, j);
        }
      }
    }
    for (int i = 0; i < code.size(); i++) {
      if (writes(code.get(i))) {
        int written = code.get(i).operand();
        int copied = isCopy(i) ? code.get(i - 1).operand() : -1;
        liveness.after(i).stream()
            .filter(other -> other != written && other != copied)
            .forEach(other -> conflict(written, other));
      }
    }
  }

  private void conflict(int one, int other) {
    conflicts.get(one).set(other);
    conflicts.get(other).set(one);
  }

  private static boolean writes(Instruction instruction) {
    return instruction.opcode() == Op.LOCAL_SET || instruction.opcode() == Op.LOCAL_TEE;
  }

  private boolean isCopy(int at) {
    return at > 0 && writes(code.get(at)) && code.get(at - 1).opcode() == Op.LOCAL_GET;
  }

  private void joinCopies() {
    for (int i = 0; i < code.size(); i++) {
      if (isCopy(i)) {
        int one = representative(code.get(i - 1).operand());
        int other = representative(code.get(i).operand());
        if (one != other && mayJoin(one, other)) {
          join(one, other);
        }
      }
    }
  }

  private void joinOthers() {
    List<Integer> kept = new ArrayList<>();
    for (int local = 0; local < types.size(); local++) {
      int candidate = local;
      if (representative(local) == local) {
        kept.stream()
            .filter(other -> mayJoin(other, candidate))
            .findFirst()
            .ifPresentOrElse(other -> join(other, candidate), () -> kept.add(candidate));
      }
    }
  }

  /** A parameter represents the locals that it is one with: the smallest number does. */
  private void join(int one, int other) {
    int first = Math.min(one, other);
    int second = Math.max(one, other);
    same[second] = first;
    conflicts.get(first).or(conflicts.get(second));
    conflicts.get(second).stream().forEach(local -> conflicts.get(local).set(first));
  }

  private boolean mayJoin(int one, int other) {
    return types.get(one).equals(types.get(other))
        && !conflicts.get(one).get(other)
        && !conflicts.get(other).get(one);
  }

  private int representative(int local) {
    int found = local;
    while (same[found] != found) {
      found = same[found];
    }
    return found;
  }

  private FunctionCode rewrite() {
    List<Instruction> out = new ArrayList<>(code.size());
    for (int i = 0; i < code.size(); i++) {
      add(out, i);
    }
    int[] uses = new int[types.size()];
    out.stream().filter(Locals::isLocal).forEach(instruction -> uses[instruction.operand()]++);
    List<ValueType> declared = new ArrayList<>();
    int[] numbers = number(uses, declared);
    out.replaceAll(
        instruction ->
            isLocal(instruction)
                ? Instruction.of(instruction.opcode(), numbers[instruction.operand()])
                : instruction);
    return new FunctionCode(declared, out);
  }

  private void add(List<Instruction> out, int at) {
    Instruction instruction = code.get(at);
    int opcode = instruction.opcode();
    if (!isLocal(instruction)) {
      out.add(instruction);
      return;
    }
    int local = representative(instruction.operand());
    Instruction next = Instruction.of(opcode, local);
    Instruction last = out.isEmpty() ? null : out.get(out.size() - 1);
    boolean dead =
        isNullable(local)
            && liveness.after(at).stream().noneMatch(live -> representative(live) == local);
    if (last != null
        && opcode != Op.LOCAL_GET
        && last.equals(Instruction.of(Op.LOCAL_GET, local))) {
      if (opcode == Op.LOCAL_SET) { // The local already has this value.
        out.remove(out.size() - 1);
      }
    } else if (last != null
        && opcode == Op.LOCAL_GET
        && last.equals(Instruction.of(Op.LOCAL_SET, local))) {
      out.remove(out.size() - 1);
      if (!dead) {
        out.add(Instruction.of(Op.LOCAL_TEE, local));
      }
    } else if (dead && opcode == Op.LOCAL_SET) {
      if (last != null && Op.isValue(last.opcode())) {
        out.remove(out.size() - 1);
      } else {
        out.add(Instruction.of(Op.DROP));
      }
    } else if (!(dead && opcode == Op.LOCAL_TEE)) {
      out.add(next);
    }
  }

  /** A local that cannot be null is checked to be written before it is read, even in dead code. */
  private boolean isNullable(int local) {
    return !(types.get(local) instanceof ReferenceType reference) || reference.nullable();
  }

  private static boolean isLocal(Instruction instruction) {
    return instruction.opcode() == Op.LOCAL_GET || writes(instruction);
  }

  /** Gives locals that are used numbers, type by type, the most used type first. */
  private int[] number(int[] uses, List<ValueType> declared) {
    Map<ValueType, Integer> usesOfType = new LinkedHashMap<>();
    for (int local = parameters; local < uses.length; local++) {
      if (uses[local] > 0) {
        usesOfType.merge(types.get(local), uses[local], Integer::sum);
      }
    }
    List<ValueType> order = new ArrayList<>(usesOfType.keySet());
    order.sort(Comparator.comparingInt(type -> -usesOfType.getOrDefault(type, 0)));
    int[] numbers = IntStream.range(0, uses.length).toArray();
    for (ValueType type : order) {
      for (int local = parameters; local < uses.length; local++) {
        if (uses[local] > 0 && types.get(local).equals(type)) {
          numbers[local] = parameters + declared.size();
          declared.add(type);
        }
      }
    }
    return numbers;
  }
}
