package io.proxywasm.wasm;

/**
 * One instruction of a function, without what it encloses: a block is the instruction that opens
 * it, what is inside, and the {@code end} that closes it.
 *
 * @param opcode its code; for an instruction with a prefix, the prefix shifted left by 16 bits,
 *     or'ed with the code that follows it
 * @param bytes all of it in the binary format
 */
public record Instruction(int opcode, Bytes bytes) {
  private static final String WHERE = "an instruction";

  /**
   * Makes an instruction without operands.
   *
   * @param opcode its code, below 256
   * @return the instruction
   */
  public static Instruction of(int opcode) {
    return new Instruction(opcode, new Output().u8(opcode).toBytes());
  }

  /**
   * Makes an instruction whose one operand is an unsigned number: an index, a label, a local.
   *
   * @param opcode its code, below 256
   * @param operand the number
   * @return the instruction
   */
  public static Instruction of(int opcode, int operand) {
    return new Instruction(opcode, new Output().u8(opcode).u32(operand).toBytes());
  }

  /**
   * Makes a block, loop, if or try.
   *
   * @param opcode its code
   * @param type what it takes and leaves
   * @return the instruction
   */
  public static Instruction block(int opcode, BlockType type) {
    Output out = new Output().u8(opcode);
    BlockTypeCodec.write(type, out);
    return new Instruction(opcode, out.toBytes());
  }

  /**
   * Says whether an {@code end} belongs to this instruction.
   *
   * @return true for a block, a loop, an if and each form of try
   */
  public boolean opensBlock() {
    return Opcodes.opensBlock(opcode);
  }

  /**
   * Returns the first operand of an instruction whose first operand is an index, a label, a local
   * or a number: of any other the result has no meaning.
   *
   * @return the operand
   */
  public int operand() {
    Input in = new Input(bytes, WHERE);
    if (Opcodes.isPrefix(in.u8(WHERE))) {
      in.u32(WHERE);
    }
    return in.index("an operand");
  }

  /**
   * Returns the type of a block, loop, if or try.
   *
   * @return what it takes and leaves
   */
  public BlockType blockType() {
    Input in = new Input(bytes, WHERE);
    in.u8(WHERE);
    return BlockTypeCodec.read(in);
  }

  /**
   * Shows the instruction to a mapper and takes what it replaced.
   *
   * @param mapper sees what the instruction refers to
   * @return the instruction as the mapper wants it
   */
  public Instruction map(CodeMapper mapper) {
    Output out = new Output();
    CodeWalker.one(new Input(bytes, WHERE), mapper, out);
    return new Instruction(opcode, out.toBytes());
  }

  static Instruction read(Input in) {
    int start = in.position();
    int opcode = CodeWalker.one(in, CodeWalker.IDENTITY, new Output());
    return new Instruction(opcode, in.between(start, in.position()));
  }
}
