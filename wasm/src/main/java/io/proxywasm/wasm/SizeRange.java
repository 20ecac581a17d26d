package io.proxywasm.wasm;

import java.util.OptionalLong;

/**
 * How large a memory (in pages of 64 KiB) or a table (in elements) is at first, and may become.
 *
 * @param minimum the size at the start
 * @param maximum the bound, if there is one
 * @param shared whether threads share it
 * @param wide whether addresses are 64 bits
 */
public record SizeRange(long minimum, OptionalLong maximum, boolean shared, boolean wide) {
  /**
   * Returns a plain range of 32-bit addresses.
   *
   * @param minimum the size at the start
   * @param maximum the bound
   * @return the range
   */
  public static SizeRange of(long minimum, long maximum) {
    return new SizeRange(minimum, OptionalLong.of(maximum), false, false);
  }

  static SizeRange read(Input in) {
    int flags = in.u8("limits");
    if (flags > 7) {
      throw in.errorAt(in.position() - 1, "limits begin with " + TypeCodec.hex(flags));
    }
    boolean wide = (flags & 4) != 0;
    long minimum = wide ? in.u64("a minimum") : in.u32("a minimum");
    OptionalLong maximum = OptionalLong.empty();
    if ((flags & 1) != 0) {
      maximum = OptionalLong.of(wide ? in.u64("a maximum") : in.u32("a maximum"));
    }
    return new SizeRange(minimum, maximum, (flags & 2) != 0, wide);
  }

  void write(Output out) {
    out.u8((maximum.isPresent() ? 1 : 0) | (shared ? 2 : 0) | (wide ? 4 : 0)).u32(minimum);
    maximum.ifPresent(out::u32);
  }
}
