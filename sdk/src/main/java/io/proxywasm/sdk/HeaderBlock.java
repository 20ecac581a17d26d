package io.proxywasm.sdk;

/**
 * The serialized form of a header map, read in place: a header's bytes become text only when asked
 * for.
 */
final class HeaderBlock {
  private final Bytes block;
  private final int size;
  private int index;
  private int offset;

  HeaderBlock(Bytes block) {
    this.block = block;
    this.size = block.isEmpty() ? 0 : number(0);
    this.offset = 4 + 8 * size;
  }

  int size() {
    return size;
  }

  Bytes name(int at) {
    seek(at);
    return block.slice(offset, offset + number(4 + 8 * at));
  }

  Bytes value(int at) {
    seek(at);
    int start = offset + number(4 + 8 * at) + 1;
    return block.slice(start, start + number(8 + 8 * at));
  }

  private void seek(int at) {
    if (at < index) {
      index = 0;
      offset = 4 + 8 * size;
    }
    while (index < at) {
      offset += number(4 + 8 * index) + number(8 + 8 * index) + 2;
      index++;
    }
  }

  private int number(int at) {
    return block.byteAt(at) & 255
        | (block.byteAt(at + 1) & 255) << 8
        | (block.byteAt(at + 2) & 255) << 16
        | block.byteAt(at + 3) << 24;
  }
}
