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
  private static final int UNREACHABLE = 0x00;
  private static final int BLOCK = 0x02;
  private static final int LOOP = 0x03;
  private static final int IF = 0x04;
  private static final int ELSE = 0x05;
  private static final int TRY = 0x06;
  private static final int CATCH = 0x07;
  private static final int THROW = 0x08;
  private static final int RETHROW = 0x09;
  private static final int THROW_REF = 0x0a;
  private static final int END = 0x0b;
  private static final int BRANCH = 0x0c;
  private static final int BRANCH_TABLE = 0x0e;
  private static final int RETURN = 0x0f;
  private static final int RETURN_CALL = 0x12;
  private static final int RETURN_CALL_INDIRECT = 0x13;
  private static final int RETURN_CALL_REFERENCE = 0x15;
  private static final int DELEGATE = 0x18;
  private static final int CATCH_ALL = 0x19;
  private static final int TRY_TABLE = 0x1f;

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
      isLoop = opcode == LOOP;
      mayBePassed = opcode == IF && entered;
      this.entered = entered;
    }
  }

  private DeadEnds(WasmModule module, FunctionType function) {
    this.module = module;
    Construct body = new Construct(BLOCK, true);
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
        && opcode != UNREACHABLE
        && !((opcode == END || opcode == ELSE) && !open.element().hasResult);
  }

  @Override
  public void instruction(int opcode) {
    branchIsLive = live;
    afterDeadEnd = false;
    switch (opcode) {
      case BLOCK, LOOP, IF, TRY, TRY_TABLE -> open.push(new Construct(opcode, live));
      case UNREACHABLE,
          THROW,
          RETHROW,
          THROW_REF,
          BRANCH,
          BRANCH_TABLE,
          RETURN,
          RETURN_CALL,
          RETURN_CALL_INDIRECT,
          RETURN_CALL_REFERENCE ->
          live = false;
      case ELSE, CATCH, CATCH_ALL -> {
        open.element().mayBePassed = false;
        open.element().endIsReached |= live;
        live = open.element().entered;
      }
      case END, DELEGATE -> end();
      default -> {}
    }
  }

  private void end() {
    Construct closed = open.pop();
    live |= closed.endIsReached || closed.mayBePassed;
    afterDeadEnd = !live && !closed.hasResult;
  }

  @Override
  public void label(int depth) {
    Iterator<Construct> around = open.iterator();
    for (int i = 0; i < depth && around.hasNext(); i++) {
      around.next();
    }
    if (branchIsLive && around.hasNext()) {
      Construct target = around.next();
      target.endIsReached |= !target.isLoop;
    }
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
