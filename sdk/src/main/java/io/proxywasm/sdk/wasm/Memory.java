package io.proxywasm.sdk.wasm;

import org.teavm.interop.Intrinsified;

/** The one instruction on linear memory that {@code Address} does not have. */
final class Memory {
  static final int PAGE = 65536;

  private Memory() {}

  /**
   * The instruction {@code memory.grow}, which the compiler puts here: the size before in pages, or
   * -1.
   */
  @Intrinsified
  static native int grow(int pages);
}
