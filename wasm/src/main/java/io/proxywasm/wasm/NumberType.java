package io.proxywasm.wasm;

import java.util.Locale;

/** A number or vector: the value types that every host's interface knows. */
public enum NumberType implements ValueType {
  /** 32-bit integer. */
  I32(0x7f),
  /** 64-bit integer. */
  I64(0x7e),
  /** 32-bit float. */
  F32(0x7d),
  /** 64-bit float. */
  F64(0x7c),
  /** 128-bit vector. */
  V128(0x7b);

  final int code;

  NumberType(int code) {
    this.code = code;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
