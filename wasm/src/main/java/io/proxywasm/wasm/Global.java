package io.proxywasm.wasm;

/**
 * A global variable of the module's own.
 *
 * @param type what it holds
 * @param value computes its first value
 */
public record Global(GlobalType type, Expression value) {
  static Global read(Input in) {
    return new Global(GlobalType.read(in), Expression.read(in));
  }

  void write(Output out) {
    type.write(out);
    out.bytes(value.bytes());
  }
}
