package io.proxywasm.wasm;

/** A small integer, which only exists inside structs and arrays. */
public enum PackedType implements StorageType {
  /** One byte. */
  I8(0x78),
  /** Two bytes. */
  I16(0x77);

  final int code;

  PackedType(int code) {
    this.code = code;
  }

  @Override
  public String toString() {
    return this == I8 ? "i8" : "i16";
  }
}
