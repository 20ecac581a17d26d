package io.proxywasm.host.engine;

import io.proxywasm.wasm.CodeMapper;
import io.proxywasm.wasm.WasmModule;

/** Finds out what kinds of instructions a module has. */
final class CodeScan implements CodeMapper {
  private static final int RETURN_CALL = 0x12;
  private static final int RETURN_CALL_INDIRECT = 0x13;
  private static final int RETURN_CALL_REF = 0x15;
  private static final int VECTOR_PREFIX = 0xfd;

  private boolean tailCalls;
  private boolean vectors;

  private CodeScan() {}

  static CodeScan of(WasmModule module) {
    CodeScan scan = new CodeScan();
    module.codeSection().forEach(body -> body.map(scan));
    return scan;
  }

  @Override
  public void instruction(int opcode) {
    vectors |= opcode >> 16 == VECTOR_PREFIX;
    tailCalls |=
        opcode == RETURN_CALL || opcode == RETURN_CALL_INDIRECT || opcode == RETURN_CALL_REF;
  }

  /**
   * Whether there are tail calls. Compiled functions may return with a call that is still to be
   * made then, so they can not be called directly.
   */
  boolean hasTailCalls() {
    return tailCalls;
  }

  /** Whether there are instructions on vectors, which Endive does not run. */
  boolean hasVectors() {
    return vectors;
  }
}
