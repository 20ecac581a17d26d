package io.proxywasm.wasm;

/** Says that bytes are not a WebAssembly module, what was wrong with them and where. */
public final class WasmFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  /**
   * Reports malformed bytes.
   *
   * @param message what failed, the value seen and what was expected
   * @param offset where, counted from the start of the module
   */
  public WasmFormatException(String message, long offset) {
    super(message + " (offset 0x" + Long.toHexString(offset) + ")");
    this.offset = offset;
  }

  /**
   * Returns where the module is malformed.
   *
   * @return the offset in bytes from the start of the module (of the section, where a section was
   *     edited)
   */
  public long offset() {
    return offset;
  }
}
