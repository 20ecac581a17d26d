package io.proxywasm.sdk;

/**
 * A read-only view of bytes: of guest memory, when they came from the host, or of an array.
 *
 * <p>A view of what the host gave is valid until the callback returns in which it was got; used
 * later, it throws an {@link IllegalStateException}. Searching, comparing, slicing and handing it
 * back to the host copy nothing. Copy it with {@link #toByteArray()} or {@link #utf8()} to keep it.
 */
public abstract class Bytes {
  /**
   * Makes a view; the sdk and a host do this, a plugin uses {@link #of} and {@link #utf8(String)}.
   */
  protected Bytes() {}

  /** Returns a view of no bytes. */
  public static Bytes empty() {
    return ArrayBytes.EMPTY;
  }

  /** Returns a view of an array, which is not copied. */
  public static Bytes of(byte[] bytes) {
    return new ArrayBytes(bytes, 0, bytes.length);
  }

  /**
   * Returns the UTF-8 form of a text. Like what a host gives, it is valid until the callback
   * returns.
   */
  public static Bytes utf8(String text) {
    return Host.calls().text(text);
  }

  /** Returns how many bytes there are. */
  public abstract int length();

  /**
   * Returns the byte at a position.
   *
   * @throws IndexOutOfBoundsException if the position is not in 0..length-1
   */
  public final byte byteAt(int index) {
    if (index < 0 || index >= length()) {
      throw outside(index);
    }
    return get(index);
  }

  private IndexOutOfBoundsException outside(int index) {
    return new IndexOutOfBoundsException("position " + Digits.of(index));
  }

  /** Returns the byte at a position that is known to be inside. */
  protected abstract byte get(int index);

  /** Returns a view of the bytes from a position to the end, not copied. */
  public final Bytes slice(int from) {
    return slice(from, length());
  }

  /**
   * Returns a view of the bytes from one position up to another, not copied.
   *
   * @throws IndexOutOfBoundsException if the positions are not in order or not inside
   */
  public final Bytes slice(int from, int to) {
    checkRange(from, to);
    return view(from, to);
  }

  final void checkRange(int from, int to) {
    if (from < 0 || to < from || to > length()) {
      throw outside(from < 0 ? from : to);
    }
  }

  /** Returns a view of a range that is known to be inside. */
  protected abstract Bytes view(int from, int to);

  /** Returns whether there is no byte. */
  public final boolean isEmpty() {
    return length() == 0;
  }

  /** Returns the first position of a byte at or after another position, or -1. */
  public int indexOf(byte value, int from) {
    for (int i = Math.max(from, 0), end = length(); i < end; i++) {
      if (get(i) == value) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the first position of some bytes, or -1. */
  public final int indexOf(Bytes wanted) {
    return indexOf(wanted, 0);
  }

  /** Returns the first position of some bytes at or after another position, or -1. */
  public int indexOf(Bytes wanted, int from) {
    int wantedLength = wanted.length();
    if (wantedLength == 0) {
      return from <= length() ? Math.max(from, 0) : -1;
    }
    byte first = wanted.get(0);
    int last = length() - wantedLength;
    for (int i = indexOf(first, from); i >= 0 && i <= last; i = indexOf(first, i + 1)) {
      if (matches(i, wanted)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the first position of a text in UTF-8, or -1. */
  public final int indexOf(String wanted) {
    return indexOf(utf8(wanted), 0);
  }

  /** Returns whether a text in UTF-8 is found somewhere. */
  public final boolean contains(String wanted) {
    return indexOf(wanted) >= 0;
  }

  /** Returns whether the first bytes are a text in UTF-8. */
  public final boolean startsWith(String prefix) {
    Bytes wanted = utf8(prefix);
    return wanted.length() <= length() && matches(0, wanted);
  }

  /** Returns whether the bytes are the same as others, wherever they are kept. */
  public final boolean contentEquals(Bytes other) {
    return length() == other.length() && matches(0, other);
  }

  /** Returns whether the bytes are a text in UTF-8. */
  public final boolean contentEquals(String text) {
    return contentEquals(utf8(text));
  }

  private boolean matches(int at, Bytes wanted) {
    for (int i = 0, n = wanted.length(); i < n; i++) {
      if (get(at + i) != wanted.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns a copy of the bytes that stays valid. */
  public byte[] toByteArray() {
    byte[] copy = new byte[length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = get(i);
    }
    return copy;
  }

  /** Returns the text whose UTF-8 form the bytes are; each malformed sequence becomes U+FFFD. */
  public String utf8() {
    return Utf8.decode(this);
  }

  /** Returns {@link #utf8()}. */
  @Override
  public final String toString() {
    return utf8();
  }
}
