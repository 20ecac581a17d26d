package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Bytes;
import org.teavm.interop.Address;

/** Bytes in guest memory, read in place. */
final class MemoryBytes extends Bytes {
  private final int address;
  private final int length;
  private final int epoch = Arena.epoch;

  MemoryBytes(int address, int length) {
    this.address = address;
    this.length = length;
  }

  /** Returns where the bytes are, if they still are. */
  int address() {
    if (epoch != Arena.epoch) {
      throw new IllegalStateException(
          "bytes of a callback that is over; keep toByteArray() or utf8() of them instead");
    }
    return address;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  protected byte get(int index) {
    return Address.fromInt(address() + index).getByte();
  }

  @Override
  protected Bytes view(int from, int to) {
    return new MemoryBytes(address() + from, to - from);
  }

  /** Looks at eight bytes at once: a byte of the word is zero where the wanted one was. */
  @Override
  public int indexOf(byte value, int from) {
    int base = address();
    int i = Math.max(from, 0);
    long wanted = (value & 0xFFL) * 0x0101010101010101L;
    while (i + 8 <= length) {
      long word = Address.fromInt(base + i).getLong() ^ wanted;
      if ((word - 0x0101010101010101L & ~word & 0x8080808080808080L) != 0) {
        break;
      }
      i += 8;
    }
    for (; i < length; i++) {
      if (Address.fromInt(base + i).getByte() == value) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int indexOf(Bytes wanted, int from) {
    int start = Math.max(from, 0);
    if (start > length) {
      return -1;
    }
    int base = address();
    int mark = Arena.mark();
    int found =
        MemorySearch.find(base + start, base + length, WasmHostcalls.put(wanted), wanted.length());
    Arena.release(mark);
    return found < 0 ? -1 : found - base;
  }

  @Override
  public byte[] toByteArray() {
    int base = address();
    byte[] copy = new byte[length];
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      long word = Address.fromInt(base + i).getLong();
      copy[i] = (byte) word;
      copy[i + 1] = (byte) (word >> 8);
      copy[i + 2] = (byte) (word >> 16);
      copy[i + 3] = (byte) (word >> 24);
      copy[i + 4] = (byte) (word >> 32);
      copy[i + 5] = (byte) (word >> 40);
      copy[i + 6] = (byte) (word >> 48);
      copy[i + 7] = (byte) (word >> 56);
    }
    for (; i < length; i++) {
      copy[i] = Address.fromInt(base + i).getByte();
    }
    return copy;
  }

  @Override
  public String utf8() {
    String text = Ascii.read(address(), length);
    return text != null ? text : super.utf8();
  }
}
