package io.proxywasm.compiler.teavm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.TextLocation;
import org.teavm.model.TryCatchBlock;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.instructions.IntegerConstantInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.JumpInstruction;
import org.teavm.model.instructions.RaiseInstruction;
import org.teavm.model.instructions.StringConstantInstruction;
import org.teavm.model.util.BasicBlockSplitter;

/**
 * Gives exceptions stack traces without a stack walk, which Wasm does not have: around each line of
 * a method lies a handler that adds the line to the exception and throws it on. A line that throws
 * nothing costs nothing.
 */
final class StackTraceTransformer implements ClassHolderTransformer {
  private static final ValueType STRING = ValueType.object("java.lang.String");
  private static final MethodReference ADD =
      new MethodReference(
          Sdk.WASM_PACKAGE + "Traces",
          "add",
          ValueType.object("java.lang.Throwable"),
          STRING,
          STRING,
          STRING,
          ValueType.INTEGER,
          ValueType.VOID);

  @Override
  public void transformClass(ClassHolder cls, ClassHolderTransformerContext context) {
    if (!Places.isOfPlugin(cls.getName())) {
      return;
    }
    for (MethodHolder method : cls.getMethods()) {
      if (method.getProgram() != null) {
        transform(method);
      }
    }
  }

  private static void transform(MethodHolder method) {
    Program program = method.getProgram();
    splitByLine(program);
    List<BasicBlock> blocks = new ArrayList<>();
    program.getBasicBlocks().forEach(blocks::add);
    Map<TextLocation, BasicBlock> handlers = new HashMap<>();
    for (BasicBlock block : blocks) {
      TextLocation line = firstLine(block);
      if (line == null) {
        continue;
      }
      TryCatchBlock all = new TryCatchBlock();
      all.setExceptionType("java.lang.Throwable");
      all.setHandler(handlers.computeIfAbsent(line, l -> handler(method, l)));
      block.getTryCatchBlocks().add(all);
    }
  }

  private static void splitByLine(Program program) {
    BasicBlockSplitter splitter = new BasicBlockSplitter(program);
    for (int i = 0, n = program.basicBlockCount(); i < n; i++) {
      BasicBlock block = program.basicBlockAt(i);
      int line = 0;
      for (Instruction instruction = block.getFirstInstruction(); instruction != null; ) {
        Instruction next = instruction.getNext();
        if (hasLine(instruction) && instruction.getLocation().getLine() != line) {
          if (line != 0) {
            BasicBlock rest = splitter.split(block, instruction.getPrevious());
            JumpInstruction jump = new JumpInstruction();
            jump.setTarget(rest);
            block.add(jump);
            block = rest;
          }
          line = instruction.getLocation().getLine();
        }
        instruction = next;
      }
    }
    splitter.fixProgram();
  }

  private static boolean hasLine(Instruction instruction) {
    TextLocation location = instruction.getLocation();
    return location != null && !location.isEmpty() && location.getLine() > 0;
  }

  private static @Nullable TextLocation firstLine(BasicBlock block) {
    for (Instruction instruction : block) {
      if (hasLine(instruction)) {
        return new TextLocation(
            instruction.getLocation().getFileName(), instruction.getLocation().getLine());
      }
    }
    return null;
  }

  private static BasicBlock handler(MethodHolder method, TextLocation line) {
    Program program = method.getProgram();
    BasicBlock handler = program.createBasicBlock();
    Variable failure = program.createVariable();
    handler.setExceptionVariable(failure);
    String file = line.getFileName() == null ? "" : line.getFileName();
    InvokeInstruction add = new InvokeInstruction();
    add.setType(InvocationType.SPECIAL);
    add.setMethod(ADD);
    add.setArguments(
        failure,
        text(handler, method.getOwnerName()),
        text(handler, method.getName()),
        text(handler, file.substring(file.lastIndexOf('/') + 1)),
        number(handler, line.getLine()));
    handler.add(add);
    RaiseInstruction raise = new RaiseInstruction();
    raise.setException(failure);
    handler.add(raise);
    return handler;
  }

  private static Variable text(BasicBlock block, String value) {
    StringConstantInstruction constant = new StringConstantInstruction();
    constant.setConstant(value);
    constant.setReceiver(block.getProgram().createVariable());
    block.add(constant);
    return constant.getReceiver();
  }

  private static Variable number(BasicBlock block, int value) {
    IntegerConstantInstruction constant = new IntegerConstantInstruction();
    constant.setConstant(value);
    constant.setReceiver(block.getProgram().createVariable());
    block.add(constant);
    return constant.getReceiver();
  }
}
