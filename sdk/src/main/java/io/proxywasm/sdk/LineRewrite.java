package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/** Gives lines away, and keeps at most one that has not ended. */
final class LineRewrite extends BodyRewrite {
  private final int maxLength;
  private final LineChange change;
  private byte[] held = new byte[0];

  LineRewrite(int maxLength, LineChange change) {
    this.maxLength = maxLength;
    this.change = change;
  }

  @Override
  public void write(Bytes chunk, BodyOutput out) {
    int start = 0;
    int end = chunk.indexOf((byte) '\n', 0);
    while (end >= 0) {
      if (held.length > 0) {
        Bytes line = Bytes.of(joined(chunk, end + 1));
        held = new byte[0];
        line(line, 0, line.length(), out);
      } else {
        line(chunk, start, end + 1, out);
      }
      start = end + 1;
      end = chunk.indexOf((byte) '\n', start);
    }
    if (start < chunk.length()) {
      Bytes rest = chunk.slice(start);
      check(held.length + rest.length() - 1); // The last one may be a carriage return.
      held = held.length == 0 ? rest.toByteArray() : joined(rest, rest.length());
    }
  }

  /** What was held with the beginning of a chunk. */
  private byte[] joined(Bytes chunk, int length) {
    check(held.length + length - 2);
    byte[] more = chunk.slice(0, length).toByteArray();
    byte[] all = new byte[held.length + length];
    System.arraycopy(held, 0, all, 0, held.length);
    System.arraycopy(more, 0, all, held.length, length);
    return all;
  }

  /** Changes a line that ends with a line feed or, at the end of the body, without. */
  private void line(Bytes bytes, int start, int end, BodyOutput out) {
    int text = end;
    if (text > start && bytes.get(text - 1) == '\n') {
      text--;
      if (text > start && bytes.get(text - 1) == '\r') {
        text--;
      }
    }
    check(text - start);
    Bytes line = bytes.slice(start, text);
    @Nullable Bytes changed = change.change(line);
    if (changed == line) {
      out.write(bytes, start, end);
    } else if (changed != null) {
      out.write(changed);
      out.write(bytes, text, end);
    }
  }

  private void check(int length) {
    if (length > maxLength) {
      throw new IllegalStateException(
          "a line of the body has more than " + Digits.of(maxLength) + " bytes");
    }
  }

  @Override
  public void end(BodyOutput out) {
    if (held.length > 0) {
      Bytes last = Bytes.of(held);
      held = new byte[0];
      line(last, 0, last.length(), out);
    }
  }

  @Override
  public boolean holds() {
    return held.length > 0;
  }
}
