package io.proxywasm.javaguest.inside;

import io.proxywasm.sdk.Bytes;
import java.util.Arrays;

/** Bytes of the host in an array of their own, which nobody changes. */
final class ArrayBytes extends CallbackBytes {
  private final byte[] array;
  private final int start;
  private final int end;

  ArrayBytes(byte[] array) {
    this(array, 0, array.length);
  }

  private ArrayBytes(byte[] array, int start, int end) {
    this.array = array;
    this.start = start;
    this.end = end;
  }

  /** The array when all of it is meant, or else a copy. */
  byte[] array() {
    checkAlive();
    return start == 0 && end == array.length ? array : Arrays.copyOfRange(array, start, end);
  }

  @Override
  public int length() {
    return end - start;
  }

  @Override
  protected byte get(int index) {
    checkAlive();
    return array[start + index];
  }

  @Override
  protected Bytes view(int from, int to) {
    checkAlive();
    return new ArrayBytes(array, start + from, start + to);
  }

  @Override
  public int indexOf(byte value, int from) {
    checkAlive();
    for (int i = start + Math.max(from, 0); i < end; i++) {
      if (array[i] == value) {
        return i - start;
      }
    }
    return -1;
  }

  @Override
  public byte[] toByteArray() {
    checkAlive();
    return Arrays.copyOfRange(array, start, end);
  }

  @Override
  public String utf8() {
    checkAlive();
    return decode(array, start, end - start);
  }
}
