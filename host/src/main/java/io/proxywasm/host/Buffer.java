package io.proxywasm.host;

/**
 * Bytes of a body or a connection that plugins read and change. The proxy around the host brings
 * its own (over its network buffers) or uses {@link HeapBuffer}. Not thread-safe.
 */
public interface Buffer {
  /** The number of bytes. */
  int length();

  /**
   * Copies bytes out; the caller has checked that {@code offset + length} is within {@link
   * #length}.
   */
  void copyTo(int offset, byte[] target, int targetOffset, int length);

  /** Removes bytes at the front; the caller has checked that there are so many. */
  void drain(int length);

  /** Puts bytes in front. The array stays the caller's. */
  void prepend(byte[] data);

  /** Puts bytes behind. The array stays the caller's. */
  void append(byte[] data);

  /** Takes all bytes of another buffer to the end of this one; the other is empty then. */
  void takeFrom(Buffer other);

  /** Makes an empty buffer of the same kind. */
  Buffer newBuffer();

  /** Gives the memory back; the buffer is not used after it. */
  default void release() {}

  /** All bytes, as a copy. */
  default byte[] toByteArray() {
    byte[] bytes = new byte[length()];
    copyTo(0, bytes, 0, bytes.length);
    return bytes;
  }
}
