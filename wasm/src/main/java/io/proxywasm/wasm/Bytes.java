package io.proxywasm.wasm;

import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable run of bytes: a window on an array that nobody writes to.
 *
 * <p>Sections, function bodies and data segments are handed out as windows on the one array that
 * the module was read from, so that looking at a module copies nothing.
 */
public final class Bytes {
  private static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int from;
  private final int to;

  private Bytes(byte[] array, int from, int to) {
    this.array = array;
    this.from = from;
    this.to = to;
  }

  /**
   * Copies an array.
   *
   * @param bytes the bytes to hold
   * @return the same bytes, safe from later writes
   */
  public static Bytes copyOf(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : wrap(bytes.clone());
  }

  /** Takes an array over, which the caller may not write to any more. */
  static Bytes wrap(byte[] bytes) {
    return new Bytes(bytes, 0, bytes.length);
  }

  /**
   * Returns the number of bytes.
   *
   * @return zero or more
   */
  public int length() {
    return to - from;
  }

  /**
   * Returns one byte as an unsigned number.
   *
   * @param index from 0 to {@code length() - 1}
   * @return 0 to 255
   */
  public int at(int index) {
    return array[from + Objects.checkIndex(index, length())] & 0xff;
  }

  /**
   * Returns a window on a part of these bytes.
   *
   * @param start the first byte
   * @param end the byte after the last one
   * @return the part, sharing storage with this one
   */
  public Bytes slice(int start, int end) {
    Objects.checkFromToIndex(start, end, length());
    return new Bytes(array, from + start, from + end);
  }

  /**
   * Copies the bytes out.
   *
   * @return a new array
   */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(array, from, to);
  }

  /** The position of the first byte in what was read, for messages. */
  int offset() {
    return from;
  }

  void copyTo(byte[] target, int position) {
    System.arraycopy(array, from, target, position, length());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(array, from, to, that.array, that.from, that.to);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(length()).append(" bytes");
    for (int i = 0; i < Math.min(8, length()); i++) {
      text.append(i == 0 ? ": " : " ").append(String.format("%02x", at(i)));
    }
    return text.append(length() > 8 ? " ..." : "").toString();
  }
}
