package io.proxywasm.sdk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link BodyRewrite} passes on. */
@Cold
public final class BodyOutput {
  private static final int SMALL = 512;
  private static final int MANY = 16;

  private List<Bytes> parts = new ArrayList<>();
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
      parts.add(source.slice(from, to));
      source = null;
    }
  }

  int length() {
    return length;
  }

  /** What is collected, as a text. */
  String text() {
    flush();
    return joined().utf8();
  }

  /** Whether it is the whole of some bytes and nothing else. */
  boolean isOnly(Bytes bytes) {
    return parts.isEmpty() && source == bytes && from == 0 && to == bytes.length();
  }

  /** Keeps what is collected when the callback is over. */
  void keep() {
    flush();
    if (length > 0) {
      Bytes joined = joined();
      parts = new ArrayList<>();
      parts.add(joined);
    }
  }

  /** Puts all in the place of a body, and begins anew. */
  void replace(Body body) {
    flush();
    boolean small = length <= SMALL * parts.size() || parts.size() > MANY;
    if (parts.size() > 1 && !small) {
      body.replace(parts.get(0));
      for (int i = 1; i < parts.size(); i++) {
        body.append(parts.get(i));
      }
    } else {
      body.replace(parts.size() == 1 ? parts.get(0) : joined());
    }
    clear();
  }

  void clear() {
    parts = new ArrayList<>();
    source = null;
    length = 0;
  }

  private Bytes joined() {
    byte[] all = new byte[length];
    int at = 0;
    for (Bytes part : parts) {
      byte[] bytes = part.toByteArray();
      System.arraycopy(bytes, 0, all, at, bytes.length);
      at += bytes.length;
    }
    return Bytes.of(all);
  }
}
