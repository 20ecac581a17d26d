package io.proxywasm.examples.sharedqueue.sender;

import io.proxywasm.sdk.Bytes;

/** The hash FNV-1a with 128 bits. */
final class Fnv128 {
  private static final long LOW = 0xffffffffL;

  private Fnv128() {}

  /** Returns the hash in 32 hexadecimal digits. */
  static String hash(Bytes data) {
    // 32 bits in each, the lowest in a. The prime is 2^88 + 0x13b.
    long a = 0x6295c58dL;
    long b = 0x62b82175L;
    long c = 0x07bb0142L;
    long d = 0x6c62272eL;
    for (int i = 0; i < data.length(); i++) {
      a ^= data.byteAt(i) & 255;
      long sumA = a * 0x13b;
      long sumB = b * 0x13b + (sumA >>> 32);
      long sumC = c * 0x13b + (sumB >>> 32) + (a << 24 & LOW);
      long sumD = d * 0x13b + (sumC >>> 32) + (a >>> 8) + (b << 24);
      a = sumA & LOW;
      b = sumB & LOW;
      c = sumC & LOW;
      d = sumD & LOW;
    }
    StringBuilder text = new StringBuilder();
    for (long part : new long[] {d, c, b, a}) {
      for (int shift = 28; shift >= 0; shift -= 4) {
        text.append("0123456789abcdef".charAt((int) (part >> shift) & 15));
      }
    }
    return text.toString();
  }
}
