package io.proxywasm.wasm;

import java.util.ArrayList;
import java.util.List;

/**
 * A function's body as lists that can be edited: an optimizer takes it apart and puts it together.
 *
 * @param locals the type of each local, beside the parameters
 * @param instructions in order, with the {@code end} of the function
 */
public record FunctionCode(List<ValueType> locals, List<Instruction> instructions) {
  /**
   * Copies both lists.
   *
   * @param locals the type of each local, beside the parameters
   * @param instructions in order, with the {@code end} of the function
   */
  public FunctionCode {
    locals = List.copyOf(locals);
    instructions = List.copyOf(instructions);
  }

  /**
   * Takes a body apart.
   *
   * @param body the body
   * @return its locals and instructions
   * @throws WasmFormatException if the body is malformed
   */
  public static FunctionCode of(CodeBody body) {
    Input in = new Input(body.bytes(), "a function's body");
    int groups = in.count("groups of locals", Limits.LOCALS);
    List<ValueType> locals = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      long count = in.u32("a count of locals");
      if (locals.size() + count > Limits.LOCALS) {
        throw in.error("a function has more than " + Limits.LOCALS + " locals");
      }
      ValueType type = TypeCodec.readValue(in, "a type");
      for (long j = 0; j < count; j++) {
        locals.add(type);
      }
    }
    List<Instruction> instructions = new ArrayList<>();
    while (in.hasMore()) {
      instructions.add(Instruction.read(in));
    }
    return new FunctionCode(locals, instructions);
  }

  /**
   * Puts the body together. Neighbouring locals of one type are written as a group.
   *
   * @return the body
   */
  public CodeBody toBody() {
    Output out = new Output();
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < locals.size(); i++) {
      if (i == 0 || !locals.get(i).equals(locals.get(i - 1))) {
        starts.add(i);
      }
    }
    out.u32(starts.size());
    for (int i = 0; i < starts.size(); i++) {
      int end = i + 1 < starts.size() ? starts.get(i + 1) : locals.size();
      out.u32(end - starts.get(i));
      TypeCodec.writeValue(locals.get(starts.get(i)), out);
    }
    instructions.forEach(instruction -> out.bytes(instruction.bytes()));
    return new CodeBody(out.toBytes());
  }
}
