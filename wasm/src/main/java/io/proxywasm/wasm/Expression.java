package io.proxywasm.wasm;

import java.util.OptionalInt;

/**
 * Instructions that compute a constant: a global's first value, a segment's place.
 *
 * @param bytes the instructions with their {@code end}
 */
public record Expression(Bytes bytes) {
  private static final int I32_CONST = 0x41;

  /**
   * Makes a number.
   *
   * @param value the number
   * @return {@code i32.const value}
   */
  public static Expression i32(int value) {
    return new Expression(new Output().u8(I32_CONST).signed(value).u8(Opcodes.END).toBytes());
  }

  /**
   * Returns the number that this expression is, if it is nothing but one 32-bit constant.
   *
   * @return the number
   */
  public OptionalInt i32Value() {
    Input in = new Input(bytes, "a constant expression");
    if (in.u8("an instruction") != I32_CONST) {
      return OptionalInt.empty();
    }
    int value = (int) in.signed(32, "a constant");
    boolean alone = in.u8("an instruction") == Opcodes.END;
    return alone ? OptionalInt.of(value) : OptionalInt.empty();
  }

  /**
   * Shows the instructions to a mapper and takes what it replaced.
   *
   * @param mapper sees every instruction
   * @return the expression as the mapper wants it
   */
  public Expression map(CodeMapper mapper) {
    Input in = new Input(bytes, "a constant expression");
    Output out = new Output();
    CodeWalker.map(in, mapper, out);
    in.expectEnd();
    return new Expression(out.toBytes());
  }

  static Expression read(Input in) {
    int start = in.position();
    CodeWalker.skip(in);
    return new Expression(in.between(start, in.position()));
  }
}
