package io.proxywasm.host.engine;

import io.proxywasm.abi.HeaderPairs;
import io.proxywasm.host.HeaderMap;

/** Reads a serialized header map where it lies in a guest's memory, as strictly as Envoy does. */
final class Pairs {
  private Pairs() {}

  /** The map; empty when the bytes are not one, or too many. The caller has checked the range. */
  static HeaderMap read(LinearMemory memory, int address, int size) {
    HeaderMap none = new HeaderMap(0);
    if (size < 4 || size > HeaderPairs.MAX_BYTES) {
      return none;
    }
    int count = memory.readInt(address);
    if (count < 0 || count > HeaderPairs.MAX_PAIRS || 4 + 8 * count > size) {
      return none;
    }
    HeaderMap map = new HeaderMap(count);
    int end = address + size;
    int lengths = address + 4;
    int at = lengths + 8 * count;
    for (int i = 0; i < count; i++) {
      int nameLength = memory.readInt(lengths);
      int valueLength = memory.readInt(lengths + 4);
      lengths += 8;
      int valueAt = next(memory, at, nameLength, end);
      if (valueAt < 0) {
        return none;
      }
      int nextAt = next(memory, valueAt, valueLength, end);
      if (nextAt < 0) {
        return none;
      }
      map.add(memory.latin1(at, nameLength), memory.latin1(valueAt, valueLength));
      at = nextAt;
    }
    return at == end ? map : none;
  }

  /** Where the text after this one begins, or -1 when this one leaves the bytes or has no zero. */
  private static int next(LinearMemory memory, int at, int length, int end) {
    return length >= 0 && length < end - at && memory.read(at + length) == 0 ? at + length + 1 : -1;
  }
}
