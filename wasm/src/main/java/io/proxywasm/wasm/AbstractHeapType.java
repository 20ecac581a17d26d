package io.proxywasm.wasm;

import java.util.Locale;

/** The kinds of things that references refer to. */
public enum AbstractHeapType implements HeapType {
  /** The null of exceptions. */
  NOEXN(0x74),
  /** The null of functions. */
  NOFUNC(0x73),
  /** The null of external values. */
  NOEXTERN(0x72),
  /** The null of all internal values. */
  NONE(0x71),
  /** Any function. */
  FUNC(0x70),
  /** A value of the host. */
  EXTERN(0x6f),
  /** Any value of the module's own. */
  ANY(0x6e),
  /** What can be compared by identity. */
  EQ(0x6d),
  /** A 31-bit integer. */
  I31(0x6c),
  /** Any struct. */
  STRUCT(0x6b),
  /** Any array. */
  ARRAY(0x6a),
  /** An exception in flight. */
  EXN(0x69);

  final int code;

  AbstractHeapType(int code) {
    this.code = code;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
