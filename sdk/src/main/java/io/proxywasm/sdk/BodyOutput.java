package io.proxywasm.sdk;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link BodyRewrite} passes on. */
@Cold
public final class BodyOutput {
  private Bytes[] parts = new Bytes[4];
  private int count;
  private int length;

  /** Some bytes of a chunk that were passed on last, so that neighbours become one part. */
  private @Nullable Bytes source;

  private int from;
  private int to;

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
    if (start == end) {
      return;
    }
    if (source == bytes && to == start) {
      to = end;
    } else {
      flush();
      source = bytes;
      from = start;
      to = end;
    }
    length += end - start;
  }

  private void flush() {
    if (source != null) {
      if (count == parts.length) {
        parts = Arrays.copyOf(parts, 2 * count);
      }
      parts[count++] = source.slice(from, to);
      source = null;
    }
  }

  int length() {
    return length;
  }

  /** What is collected, as a text. */
  String text() {
    flush();
    return Bytes.of(joined()).utf8();
  }

  /** Whether it is the whole of some bytes and nothing else. */
  boolean isOnly(Bytes bytes) {
    return count == 0 && source == bytes && from == 0 && to == bytes.length();
  }

  /** Keeps what is collected when the callback is over. */
  void keep() {
    flush();
    if (length > 0) {
      parts[0] = Bytes.of(joined());
      count = 1;
    }
  }

  /** Puts all in the place of a body, and begins anew. */
  void replace(Body body) {
    flush();
    body.replace(Host.calls().join(parts, count));
    clear();
  }

  void clear() {
    parts = new Bytes[4];
    count = 0;
    source = null;
    length = 0;
  }

  private byte[] joined() {
    byte[] all = new byte[length];
    int at = 0;
    for (int i = 0; i < count; i++) {
      byte[] bytes = parts[i].toByteArray();
      System.arraycopy(bytes, 0, all, at, bytes.length);
      at += bytes.length;
    }
    return all;
  }
}
