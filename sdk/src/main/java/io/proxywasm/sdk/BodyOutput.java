package io.proxywasm.sdk;

import java.util.Arrays;

/** Collects what a {@link BodyRewrite} passes on. */
@Cold
public final class BodyOutput {
  /** What is passed on, part after part: of {@code parts[i]} the bytes that two bounds say. */
  private Bytes[] parts = new Bytes[4];

  private int[] bounds = new int[8];
  private int count;
  private int length;

  BodyOutput() {}

  /** Passes bytes on. */
  public void write(Bytes bytes) {
    write(bytes, 0, bytes.length());
  }

  /** Passes a text on, in UTF-8. */
  public void write(String text) {
    write(Bytes.utf8(text));
  }

  /**
   * Passes a range of bytes on. Ranges of a chunk that follow one another cost nothing.
   *
   * @throws IndexOutOfBoundsException if the range is not inside
   */
  public void write(Bytes bytes, int start, int end) {
    bytes.checkRange(start, end);
    if (start == end) {
      return;
    }
    length += end - start;
    int last = 2 * count - 1;
    if (count > 0 && parts[count - 1] == bytes && bounds[last] == start) {
      bounds[last] = end;
      return;
    }
    if (count == parts.length) {
      parts = Arrays.copyOf(parts, 2 * count);
      bounds = Arrays.copyOf(bounds, 4 * count);
    }
    parts[count] = bytes;
    bounds[last + 1] = start;
    bounds[last + 2] = end;
    count++;
  }

  int length() {
    return length;
  }

  /** What is collected, as a text. */
  String text() {
    return Bytes.of(joined()).utf8();
  }

  /** Whether it is the whole of some bytes and nothing else. */
  boolean isOnly(Bytes bytes) {
    return count == 1 && parts[0] == bytes && length == bytes.length();
  }

  /** Keeps what is collected when the callback is over. */
  void keep() {
    if (length > 0) {
      Bytes joined = Bytes.of(joined());
      clear();
      write(joined);
    }
  }

  /** Puts all in the place of a body, and begins anew. */
  void replace(Body body) {
    body.replace(Host.calls().join(parts, bounds, count));
    clear();
  }

  void clear() {
    parts = new Bytes[4];
    count = 0;
    length = 0;
  }

  private byte[] joined() {
    byte[] all = new byte[length];
    int at = 0;
    for (int i = 0; i < count; i++) {
      byte[] bytes = parts[i].slice(bounds[2 * i], bounds[2 * i + 1]).toByteArray();
      System.arraycopy(bytes, 0, all, at, bytes.length);
      at += bytes.length;
    }
    return all;
  }
}
