package io.proxywasm.host;

import java.util.Arrays;

/** A buffer in an array that grows. */
public final class HeapBuffer implements Buffer {
  private byte[] bytes;
  private int start;
  private int end;

  /** Makes an empty buffer. */
  public HeapBuffer() {
    this(new byte[0]);
  }

  /** Makes a buffer that owns these bytes. */
  public HeapBuffer(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  @Override
  public int length() {
    return end - start;
  }

  @Override
  public void copyTo(int offset, byte[] target, int targetOffset, int length) {
    System.arraycopy(bytes, start + offset, target, targetOffset, length);
  }

  @Override
  public void drain(int length) {
    if (length > length()) {
      throw new IndexOutOfBoundsException(length + " of " + length() + " bytes");
    }
    start += length;
    if (start == end) {
      start = 0;
      end = 0;
    }
  }

  @Override
  public void prepend(byte[] data) {
    if (start < data.length) {
      byte[] larger = new byte[data.length + length()];
      System.arraycopy(bytes, start, larger, data.length, length());
      end = larger.length;
      start = data.length;
      bytes = larger;
    }
    start -= data.length;
    System.arraycopy(data, 0, bytes, start, data.length);
  }

  @Override
  public void append(byte[] data) {
    room(data.length);
    System.arraycopy(data, 0, bytes, end, data.length);
    end += data.length;
  }

  @Override
  public void takeFrom(Buffer other) {
    int length = other.length();
    room(length);
    other.copyTo(0, bytes, end, length);
    end += length;
    other.drain(length);
  }

  private void room(int more) {
    if (bytes.length - end < more) {
      int length = length();
      byte[] target =
          bytes.length - length < more
              ? new byte[Math.max(Math.addExact(length, more), Math.min(length, 1 << 29) * 2)]
              : bytes;
      System.arraycopy(bytes, start, target, 0, length);
      bytes = target;
      start = 0;
      end = length;
    }
  }

  @Override
  public Buffer newBuffer() {
    return new HeapBuffer();
  }

  @Override
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, start, end);
  }
}
