package io.proxywasm.compiler.link;

import io.proxywasm.wasm.BlockType;
import io.proxywasm.wasm.CodeMapper;
import io.proxywasm.wasm.Instruction;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Throws what checks throw at one place of each function. TeaVM puts a block with a call and a
 * throw at each use of a reference that may be null and of an index that may be wrong:
 *
 * <pre>
 *                                  block                 ;; around all of the function
 * local.get 1                        local.get 1
 * block                              br_on_null 0
 *   br_on_non_null 0        -->      ...
 *   call $nullPointerException       return
 *   throw 0                        end
 * end                              call $nullPointerException
 * ...                              throw 0
 * </pre>
 *
 * <p>What stands within a {@code try} stays, as it has to be caught there.
 */
final class ColdThrows {
  private static final Instruction OPEN = Instruction.block(Op.BLOCK, new BlockType.Empty());

  /** Where functions throw: what makes the exception, and the throw of it. */
  private record Exit(Instruction call, Instruction raise) {
    int cost() {
      return OPEN.bytes().length() + call.bytes().length() + raise.bytes().length() + 1;
    }
  }

  /**
   * A check.
   *
   * @param exit where it leads
   * @param length how many instructions it has
   * @param kept what stays of it, before the branch
   * @param branch the instruction that leads to the exit
   */
  private record Check(Exit exit, int length, List<Instruction> kept, int branch) {}

  private final WasmModule module;
  private final List<Instruction> code;
  private final Map<Integer, Check> checks = new LinkedHashMap<>();

  private ColdThrows(WasmModule module, List<Instruction> code) {
    this.module = module;
    this.code = code;
  }

  static List<Instruction> share(WasmModule module, List<Instruction> code) {
    ColdThrows throwing = new ColdThrows(module, code);
    throwing.find();
    return throwing.rewrite(throwing.worthwhile());
  }

  private void find() {
    List<Boolean> open = new ArrayList<>();
    int tries = 0;
    for (int i = 0; i < code.size(); i++) {
      Instruction instruction = code.get(i);
      int opcode = instruction.opcode();
      Check check = tries == 0 ? check(i) : null;
      if (check != null) {
        checks.put(i, check);
        i += check.length() - 1;
      } else if (instruction.opensBlock()) {
        boolean isTry = opcode == Op.TRY || opcode == Op.TRY_TABLE;
        tries += isTry ? 1 : 0;
        open.add(isTry);
      } else if ((opcode == Op.END || opcode == Op.DELEGATE) && !open.isEmpty()) {
        tries -= open.remove(open.size() - 1) ? 1 : 0;
      }
    }
  }

  private @Nullable Check check(int at) {
    Instruction block = code.get(at);
    if (block.opcode() == Op.IF && isEmpty(block)) {
      Exit exit = exit(at + 1);
      return exit == null ? null : new Check(exit, 4, List.of(), Op.BRANCH_IF);
    }
    if (block.opcode() != Op.BLOCK) {
      return null;
    }
    if (isBranch(at + 1, Op.BRANCH_ON_NON_NULL) && takesOne(block)) {
      Exit exit = exit(at + 2);
      return exit == null ? null : new Check(exit, 5, List.of(), Op.BRANCH_ON_NULL);
    }
    return isEmpty(block) ? condition(at) : null;
  }

  /** A block that is left when a condition holds, and else throws. */
  private @Nullable Check condition(int at) {
    int branch = at + 1;
    while (branch < code.size() && isPlain(code.get(branch))) {
      branch++;
    }
    if (branch < at + 2 || !isBranch(branch, Op.BRANCH_IF)) {
      return null;
    }
    Exit exit = exit(branch + 1);
    return exit == null
        ? null
        : new Check(exit, branch + 4 - at, opposite(code.subList(at + 1, branch)), Op.BRANCH_IF);
  }

  private static List<Instruction> opposite(List<Instruction> condition) {
    int last = condition.size() - 1;
    int opcode = condition.get(last).opcode();
    List<Instruction> opposite = new ArrayList<>(condition);
    if (opcode == Op.I32_EQZ) {
      opposite.remove(last);
    } else if (Op.opposite(opcode) >= 0) {
      opposite.set(last, Instruction.of(Op.opposite(opcode)));
    } else {
      opposite.add(Instruction.of(Op.I32_EQZ));
    }
    return opposite;
  }

  /** Returns what is thrown where a block ends with the call of a function that makes it. */
  private @Nullable Exit exit(int at) {
    if (at + 3 > code.size()
        || code.get(at).opcode() != Op.CALL
        || code.get(at + 1).opcode() != Op.THROW
        || code.get(at + 2).opcode() != Op.END) {
      return null;
    }
    boolean takesNothing = module.functionType(code.get(at).operand()).parameters().isEmpty();
    return takesNothing ? new Exit(code.get(at), code.get(at + 1)) : null;
  }

  private boolean isBranch(int at, int opcode) {
    return at < code.size() && code.get(at).opcode() == opcode && code.get(at).operand() == 0;
  }

  private boolean takesOne(Instruction block) {
    return block.blockType() instanceof BlockType.Signature signature
        && module.signature(signature.type()).parameters().size() == 1
        && module.signature(signature.type()).results().size() == 1;
  }

  private static boolean isEmpty(Instruction block) {
    return block.blockType() instanceof BlockType.Empty;
  }

  /** Whether an instruction neither opens or closes a block nor leaves one. */
  private static boolean isPlain(Instruction instruction) {
    return !instruction.opensBlock()
        && switch (instruction.opcode()) {
          case Op.END, Op.ELSE, Op.CATCH, Op.CATCH_ALL, Op.DELEGATE -> false;
          case Op.BRANCH_IF, Op.BRANCH_ON_NULL, Op.BRANCH_ON_NON_NULL -> false;
          case Op.BRANCH_ON_CAST, Op.BRANCH_ON_CAST_FAIL -> false;
          default -> !Op.neverGoesOn(instruction.opcode());
        };
  }

  /** Returns those exits that shorten the function, in order. */
  private List<Exit> worthwhile() {
    Map<Exit, Integer> saved = new LinkedHashMap<>();
    checks.forEach((at, check) -> saved.merge(check.exit(), saved(at, check), Integer::sum));
    List<Exit> exits = new ArrayList<>();
    saved.forEach(
        (exit, bytes) -> {
          if (bytes > exit.cost()) {
            exits.add(exit);
          }
        });
    return exits;
  }

  private int saved(int at, Check check) {
    return length(code.subList(at, at + check.length())) - length(check.kept()) - 2;
  }

  private static int length(List<Instruction> instructions) {
    return instructions.stream().mapToInt(instruction -> instruction.bytes().length()).sum();
  }

  private List<Instruction> rewrite(List<Exit> exits) {
    if (exits.isEmpty()) {
      return code;
    }
    List<Instruction> out = new ArrayList<>(code.size());
    exits.forEach(exit -> out.add(OPEN));
    int depth = 0;
    for (int i = 0; i < code.size() - 1; i++) {
      Check check = checks.get(i);
      if (check != null && exits.contains(check.exit())) {
        out.addAll(check.kept());
        out.add(Instruction.of(check.branch(), depth + exits.indexOf(check.exit())));
        i += check.length() - 1;
        continue;
      }
      Instruction instruction = code.get(i);
      int opcode = instruction.opcode();
      int function = opcode == Op.TRY_TABLE ? depth + 1 : depth;
      out.add(
          instruction.map(
              new CodeMapper() {
                @Override
                public int label(int target) {
                  return target < function ? target : target + exits.size();
                }
              }));
      depth += instruction.opensBlock() ? 1 : opcode == Op.END || opcode == Op.DELEGATE ? -1 : 0;
    }
    if (!Op.neverGoesOn(out.get(out.size() - 1).opcode())) {
      out.add(Instruction.of(Op.RETURN));
    }
    for (Exit exit : exits) {
      out.add(Instruction.of(Op.END));
      out.add(exit.call());
      out.add(exit.raise());
    }
    out.add(Instruction.of(Op.END));
    return out;
  }
}
