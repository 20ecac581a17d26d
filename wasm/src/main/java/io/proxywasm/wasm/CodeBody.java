package io.proxywasm.wasm;

/**
 * A function's locals and instructions.
 *
 * @param bytes both, in the binary format, without the size before them
 */
public record CodeBody(Bytes bytes) {
  private static final int CALL = 0x10;

  /**
   * Makes a body that calls functions without parameters and results, one after the other.
   *
   * @param functions their indices
   * @return the body of a function that has no parameters and no results either
   */
  public static CodeBody calling(int... functions) {
    Output out = new Output().u8(0);
    for (int function : functions) {
      out.u8(CALL).u32(function);
    }
    return new CodeBody(out.u8(Opcodes.END).toBytes());
  }

  /**
   * Shows the instructions to a mapper and takes what it replaced.
   *
   * @param mapper sees every instruction and the types of the locals
   * @return the body as the mapper wants it
   * @throws WasmFormatException if the body is malformed
   */
  public CodeBody map(CodeMapper mapper) {
    Output out = new Output();
    CodeWalker.mapBody(new Input(bytes, "a function's body"), mapper, out);
    return new CodeBody(out.toBytes());
  }
}
