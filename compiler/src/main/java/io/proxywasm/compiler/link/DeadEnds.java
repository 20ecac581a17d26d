package io.proxywasm.compiler.link;

import io.proxywasm.wasm.BlockType;
import io.proxywasm.wasm.CodeBody;
import io.proxywasm.wasm.CodeMapper;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Makes functions valid that end after a block whose end is never reached. TeaVM 0.15 writes a
 * {@code try} that always returns or throws as a block that leaves nothing, and nothing after it:
 * Wasm then wants the function's result there. An {@code unreachable} after the block says that
 * nobody comes by.
 */
final class DeadEnds implements CodeMapper {
  private final WasmModule module;
  private final Deque<Construct> open = new ArrayDeque<>();

  /** Whether the next instruction can be reached. */
  private boolean live = true;

  /** Whether the instruction before may have branched, had it been reached. */
  private boolean branchIsLive;

  private boolean afterDeadEnd;

  /** A block that is not closed yet, or the function. */
  private static final class Construct {
    private final boolean isLoop;
    private final boolean entered;
    private boolean hasResult;
    private boolean endIsReached;

    /** An if goes on after it when its condition is false, unless it has an else. */
    private boolean mayBePassed;

    Construct(int opcode, boolean entered) {
      isLoop = opcode == Op.LOOP;
      mayBePassed = opcode == Op.IF && entered;
      this.entered = entered;
    }
  }

  private DeadEnds(WasmModule module, FunctionType function) {
    this.module = module;
    Construct body = new Construct(Op.BLOCK, true);
    body.hasResult = !function.results().isEmpty();
    open.push(body);
  }

  static WasmModule close(WasmModule module) {
    List<CodeBody> bodies = new ArrayList<>();
    for (int i = 0; i < module.codeSection().size(); i++) {
      FunctionType function = module.signature(module.functionSection().get(i));
      bodies.add(module.codeSection().get(i).map(new DeadEnds(module, function)));
    }
    return module.withCodeSection(bodies);
  }

  @Override
  public boolean trapsBefore(int opcode) {
    return afterDeadEnd
        && opcode != Op.UNREACHABLE
        && !((opcode == Op.END || opcode == Op.ELSE) && !open.element().hasResult);
  }

  @Override
  public void instruction(int opcode) {
    branchIsLive = live;
    afterDeadEnd = false;
    switch (opcode) {
      case Op.BLOCK, Op.LOOP, Op.IF, Op.TRY, Op.TRY_TABLE -> open.push(new Construct(opcode, live));
      case Op.ELSE, Op.CATCH, Op.CATCH_ALL -> {
        open.element().mayBePassed = false;
        open.element().endIsReached |= live;
        live = open.element().entered;
      }
      case Op.END, Op.DELEGATE -> end();
      default -> live &= !Op.neverGoesOn(opcode);
    }
  }

  private void end() {
    Construct closed = open.pop();
    live |= closed.endIsReached || closed.mayBePassed;
    afterDeadEnd = !live && !closed.hasResult;
  }

  @Override
  public int label(int depth) {
    Iterator<Construct> around = open.iterator();
    for (int i = 0; i < depth && around.hasNext(); i++) {
      around.next();
    }
    if (branchIsLive && around.hasNext()) {
      Construct target = around.next();
      target.endIsReached |= !target.isLoop;
    }
    return depth;
  }

  @Override
  public BlockType blockType(BlockType type) {
    open.element().hasResult =
        type instanceof BlockType.Result
            || type instanceof BlockType.Signature signature
                && !module.signature(signature.type()).results().isEmpty();
    return type;
  }
}
