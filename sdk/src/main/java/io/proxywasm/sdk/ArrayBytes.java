package io.proxywasm.sdk;

/** Bytes in an array of the plugin's own. */
final class ArrayBytes extends Bytes {
  static final Bytes EMPTY = new ArrayBytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int start;
  private final int end;

  ArrayBytes(byte[] array, int start, int end) {
    this.array = array;
    this.start = start;
    this.end = end;
  }

  @Override
  public int length() {
    return end - start;
  }

  @Override
  protected byte get(int index) {
    return array[start + index];
  }

  @Override
  public byte[] toByteArray() {
    byte[] copy = new byte[length()];
    System.arraycopy(array, start, copy, 0, copy.length);
    return copy;
  }

  @Override
  protected Bytes view(int from, int to) {
    return new ArrayBytes(array, start + from, start + to);
  }
}
