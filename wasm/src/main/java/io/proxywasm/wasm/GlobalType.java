package io.proxywasm.wasm;

/**
 * The type of a global variable.
 *
 * @param value what it holds
 * @param mutable whether it can be written
 */
public record GlobalType(ValueType value, boolean mutable) implements ExternType {
  @Override
  public ExternKind kind() {
    return ExternKind.GLOBAL;
  }

  static GlobalType read(Input in) {
    ValueType value = TypeCodec.readValue(in, "a global's type");
    return new GlobalType(value, TypeCodec.readMutable(in));
  }

  void write(Output out) {
    TypeCodec.writeValue(value, out);
    out.u8(mutable ? 1 : 0);
  }
}
