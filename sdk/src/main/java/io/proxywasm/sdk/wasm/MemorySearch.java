package io.proxywasm.sdk.wasm;

import org.teavm.interop.Address;

/** Looks for bytes in guest memory. */
final class MemorySearch {
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private MemorySearch() {}

  /**
   * Returns the first address of wanted bytes, or -1.
   *
   * <p>Looks at eight places at once: the first wanted byte must stand there and the last one as
   * far behind it as wanted, else the place is nothing. What passes is compared.
   */
  static int find(int from, int end, int wanted, int size) {
    if (size == 0) {
      return from <= end ? from : -1;
    }
    long first = (Address.fromInt(wanted).getByte() & 0xFF) * ONES;
    long last = (Address.fromInt(wanted + size - 1).getByte() & 0xFF) * ONES;
    int stop = end - size; // The last place.
    for (int at = from; at <= stop; at++) {
      while (at + 7 <= stop) {
        long miss =
            Address.fromInt(at).getLong() ^ first | Address.fromInt(at + size - 1).getLong() ^ last;
        long hits = miss - ONES & ~miss & HIGH; // The lowest one is right.
        if (hits != 0) {
          at += Long.numberOfTrailingZeros(hits) >> 3;
          break;
        }
        at += 8;
      }
      if (at <= stop && equal(at, wanted, size)) {
        return at;
      }
    }
    return -1;
  }

  static boolean equal(int one, int other, int size) {
    int i = 0;
    for (; i + 8 <= size; i += 8) {
      if (Address.fromInt(one + i).getLong() != Address.fromInt(other + i).getLong()) {
        return false;
      }
    }
    for (; i < size; i++) {
      if (Address.fromInt(one + i).getByte() != Address.fromInt(other + i).getByte()) {
        return false;
      }
    }
    return true;
  }
}
