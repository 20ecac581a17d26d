package io.proxywasm.host.engine;

import io.proxywasm.wasm.CodeMapper;
import io.proxywasm.wasm.WasmModule;

/**
 * Finds out whether a module has tail calls. Its compiled functions may return with a call that is
 * still to be made, so they can not be called directly.
 */
final class TailCalls implements CodeMapper {
  private static final int RETURN_CALL = 0x12;
  private static final int RETURN_CALL_INDIRECT = 0x13;
  private static final int RETURN_CALL_REF = 0x15;

  private boolean found;

  private TailCalls() {}

  static boolean areIn(WasmModule module) {
    TailCalls mapper = new TailCalls();
    module.codeSection().forEach(body -> body.map(mapper));
    return mapper.found;
  }

  @Override
  public void instruction(int opcode) {
    found |= opcode == RETURN_CALL || opcode == RETURN_CALL_INDIRECT || opcode == RETURN_CALL_REF;
  }
}
