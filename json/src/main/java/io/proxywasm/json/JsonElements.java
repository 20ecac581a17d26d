package io.proxywasm.json;

import io.proxywasm.sdk.BodyOutput;
import io.proxywasm.sdk.BodyRewrite;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Digits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Changes the elements of a JSON array one by one while a body passes, however long the array is. A
 * body that is something else is one element. Blanks between elements do not pass.
 *
 * <p>Only the borders of the elements are looked for here; whether an element is JSON is seen by
 * whoever reads it. What is no array on the outside fails the stream.
 */
public final class JsonElements extends BodyRewrite {
  /** What is done to an element. */
  public interface Change {
    /**
     * Returns the new element, the same one, or null to drop it.
     *
     * @param element the element without blanks around it, valid until this returns
     */
    @Nullable Bytes change(Bytes element);
  }

  // Numbers, as an enum is half a kilobyte of module.
  private static final int START = 0;
  private static final int ELEMENT_OR_END = 1;
  private static final int ELEMENT = 2;
  private static final int IN_ELEMENT = 3;
  private static final int COMMA_OR_END = 4;
  private static final int IN_OTHER = 5;
  private static final int END = 6;

  private final int maxLength;
  private final Change change;
  private int state = START;

  /** The beginning of the element that has not ended. */
  private byte[] held = new byte[256];

  private int length;
  private int depth;
  private boolean inText;
  private boolean escaped;
  private int index;
  private boolean wroteOne;

  /**
   * Makes a rewrite for one body.
   *
   * @param maxLength how many bytes an element may have; a longer one fails the stream
   * @param change what is done to each element
   */
  public JsonElements(int maxLength, Change change) {
    this.maxLength = maxLength;
    this.change = change;
  }

  @Override
  public void write(Bytes chunk, BodyOutput out) {
    byte[] bytes = chunk.toByteArray();
    int i = 0;
    while (i < bytes.length) {
      i = state == IN_ELEMENT ? element(bytes, i, out) : between(bytes, i, out);
    }
  }

  private int between(byte[] bytes, int at, BodyOutput out) {
    byte c = bytes[at];
    if (state == IN_OTHER) {
      keep(bytes, at, bytes.length);
      return bytes.length;
    }
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      return at + 1;
    }
    if (state == START) {
      state = c == '[' ? ELEMENT_OR_END : IN_OTHER;
      if (c != '[') {
        return at;
      }
      out.write(Bytes.of(new byte[] {'['}));
    } else if (state == END) {
      throw wrong("expected the end after the array");
    } else if (c == ']' && state != ELEMENT) {
      close(out);
    } else if (state == COMMA_OR_END) {
      if (c != ',') {
        throw wrong("expected ',' or ']' after it");
      }
      state = ELEMENT;
    } else if (c == ']' || c == ',' || c == '}') {
      throw wrong("expected a value");
    } else {
      state = IN_ELEMENT;
      return at;
    }
    return at + 1;
  }

  private void close(BodyOutput out) {
    state = END;
    out.write(Bytes.of(new byte[] {']'}));
  }

  /** Goes to the end of an element or of the chunk. */
  private int element(byte[] bytes, int from, BodyOutput out) {
    for (int i = from; i < bytes.length; i++) {
      byte c = bytes[i];
      if (inText) {
        if (escaped) {
          escaped = false;
        } else if (c == '\\') {
          escaped = true;
        } else if (c == '"') {
          inText = false;
        }
      } else if (c == '"') {
        inText = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (depth == 0 && (c == ',' || c == ']')) {
        keep(bytes, from, i);
        change(out);
        state = COMMA_OR_END;
        return i;
      } else if (c == '}' || c == ']') {
        if (--depth < 0) {
          throw wrong("'}' without '{'");
        }
      }
    }
    keep(bytes, from, bytes.length);
    return bytes.length;
  }

  private void keep(byte[] bytes, int from, int to) {
    int more = to - from;
    if (length + more > maxLength) {
      throw wrong("longer than " + Digits.of(maxLength) + " bytes");
    }
    if (length + more > held.length) {
      held = Arrays.copyOf(held, Math.max(2 * held.length, length + more));
    }
    System.arraycopy(bytes, from, held, length, more);
    length += more;
  }

  private void change(BodyOutput out) {
    int end = length;
    while (end > 0 && held[end - 1] <= ' ' && held[end - 1] >= 0) {
      end--;
    }
    Bytes changed = change.change(Bytes.of(held).slice(0, end));
    length = 0;
    index++;
    if (changed != null) {
      if (wroteOne) {
        out.write(Bytes.of(new byte[] {','}));
      }
      wroteOne = true;
      out.write(Bytes.of(changed.toByteArray())); // What is held changes before it is passed on.
    }
  }

  @Override
  public void end(BodyOutput out) {
    if (state == IN_OTHER) {
      state = END;
      change(out);
    } else if (state != START && state != END) {
      throw wrong("the array does not end");
    }
  }

  @Override
  public boolean holds() {
    return state == IN_OTHER;
  }

  private IllegalStateException wrong(String what) {
    return new IllegalStateException("$[" + Digits.of(index) + "]: " + what);
  }
}
