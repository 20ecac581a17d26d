package io.proxywasm.compiler.link;

/** The codes of the instructions that the linker knows. */
final class Op {
  static final int UNREACHABLE = 0x00;
  static final int BLOCK = 0x02;
  static final int LOOP = 0x03;
  static final int IF = 0x04;
  static final int ELSE = 0x05;
  static final int TRY = 0x06;
  static final int CATCH = 0x07;
  static final int THROW = 0x08;
  static final int RETHROW = 0x09;
  static final int THROW_REF = 0x0a;
  static final int END = 0x0b;
  static final int BRANCH = 0x0c;
  static final int BRANCH_IF = 0x0d;
  static final int BRANCH_TABLE = 0x0e;
  static final int RETURN = 0x0f;
  static final int CALL = 0x10;
  static final int RETURN_CALL = 0x12;
  static final int RETURN_CALL_INDIRECT = 0x13;
  static final int RETURN_CALL_REFERENCE = 0x15;
  static final int DELEGATE = 0x18;
  static final int CATCH_ALL = 0x19;
  static final int DROP = 0x1a;
  static final int TRY_TABLE = 0x1f;
  static final int LOCAL_GET = 0x20;
  static final int LOCAL_SET = 0x21;
  static final int LOCAL_TEE = 0x22;
  static final int GLOBAL_GET = 0x23;
  static final int I32_CONST = 0x41;
  static final int F64_CONST = 0x44;
  static final int I32_EQZ = 0x45;
  static final int I32_LT_S = 0x48;
  static final int I32_LT_U = 0x49;
  static final int REF_NULL = 0xd0;
  static final int REF_FUNC = 0xd2;
  static final int BRANCH_ON_NULL = 0xd5;
  static final int BRANCH_ON_NON_NULL = 0xd6;
  static final int BRANCH_ON_CAST = 0xfb0018;
  static final int BRANCH_ON_CAST_FAIL = 0xfb0019;
  static final int ARRAY_LENGTH = 0xfb000f;

  private Op() {}

  /** Whether what stands behind the instruction, in the same block, is never reached. */
  static boolean neverGoesOn(int opcode) {
    return switch (opcode) {
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
          true;
      default -> false;
    };
  }

  /** Whether an instruction closes the part of a block in which it stands. */
  static boolean endsPart(int opcode) {
    return opcode == END
        || opcode == ELSE
        || opcode == CATCH
        || opcode == CATCH_ALL
        || opcode == DELEGATE;
  }

  /** Whether an instruction does nothing but put a value on the stack. */
  static boolean isValue(int opcode) {
    return opcode == LOCAL_GET
        || opcode == GLOBAL_GET
        || opcode >= I32_CONST && opcode <= F64_CONST
        || opcode == REF_NULL
        || opcode == REF_FUNC;
  }

  /**
   * Returns the comparison of integers that is true where another is false, or -1 if the code is
   * none.
   */
  static int opposite(int comparison) {
    return switch (comparison) {
      case 0x46, 0x51 -> comparison + 1; // eq, ne
      case 0x47, 0x52 -> comparison - 1;
      case 0x48, 0x49, 0x53, 0x54 -> comparison + 6; // lt, ge
      case 0x4e, 0x4f, 0x59, 0x5a -> comparison - 6;
      case 0x4a, 0x4b, 0x55, 0x56 -> comparison + 2; // gt, le
      case 0x4c, 0x4d, 0x57, 0x58 -> comparison - 2;
      default -> -1;
    };
  }
}
