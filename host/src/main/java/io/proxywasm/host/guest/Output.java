package io.proxywasm.host.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.proxywasm.host.Buffer;
import io.proxywasm.host.HeaderMap;
import org.jspecify.annotations.Nullable;

/**
 * What a hostcall gives back beside its status: bytes in one of the forms that the host has them
 * in, or a number. One is used again and again by its VM; what it holds is good until the next
 * hostcall.
 */
public final class Output {
  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private @Nullable String text;
  private @Nullable Buffer buffer;
  private @Nullable HeaderMap pairs;
  private int offset;
  private int size;
  private long number;

  /** Makes an empty one. */
  public Output() {}

  /** Gives bytes. */
  public void bytes(byte[] value) {
    clear();
    bytes = value;
    size = value.length;
  }

  /** Gives a text of which each char is a byte, as in a {@link HeaderMap}. */
  public void text(String value) {
    clear();
    text = value;
    size = value.length();
  }

  /** Gives a part of a buffer. */
  public void buffer(Buffer value, int start, int length) {
    clear();
    buffer = value;
    offset = start;
    size = length;
  }

  /** Gives a header map in the ABI's serialization; an empty one is no bytes. */
  public void pairs(HeaderMap value) {
    clear();
    if (!value.isEmpty()) {
      pairs = value;
      size = 4 + value.size() * 10 + value.byteSize();
    }
  }

  /** Gives a number. */
  public void number(long value) {
    number = value;
  }

  /** Gives no bytes. */
  public void clear() {
    bytes = NOTHING;
    text = null;
    buffer = null;
    pairs = null;
    offset = 0;
    size = 0;
  }

  /** The number. */
  public long number() {
    return number;
  }

  /** The number of bytes. */
  public int size() {
    return size;
  }

  /** The text, when it was given as such. */
  public @Nullable String text() {
    return text;
  }

  /** Writes all bytes; the caller has checked that there is room. */
  @SuppressWarnings("deprecation") // String.getBytes(int, int, byte[], int) is what is wanted here.
  public void copyTo(byte[] target, int at) {
    if (text != null) {
      text.getBytes(0, size, target, at);
    } else if (buffer != null) {
      buffer.copyTo(offset, target, at, size);
    } else if (pairs != null) {
      copyPairs(pairs, target, at);
    } else {
      System.arraycopy(bytes, 0, target, at, size);
    }
  }

  @SuppressWarnings("deprecation")
  private static void copyPairs(HeaderMap map, byte[] target, int at) {
    int count = map.size();
    putInt(target, at, count);
    int lengths = at + 4;
    int chars = lengths + 8 * count;
    for (int i = 0; i < count; i++) {
      String name = map.name(i);
      String value = map.value(i);
      putInt(target, lengths, name.length());
      putInt(target, lengths + 4, value.length());
      lengths += 8;
      name.getBytes(0, name.length(), target, chars);
      chars += name.length();
      target[chars++] = 0;
      value.getBytes(0, value.length(), target, chars);
      chars += value.length();
      target[chars++] = 0;
    }
  }

  private static void putInt(byte[] out, int at, int value) {
    out[at] = (byte) value;
    out[at + 1] = (byte) (value >> 8);
    out[at + 2] = (byte) (value >> 16);
    out[at + 3] = (byte) (value >> 24);
  }

  /** All bytes, as a copy. */
  public byte[] toByteArray() {
    if (text != null) {
      return text.getBytes(ISO_8859_1);
    }
    byte[] copy = new byte[size];
    copyTo(copy, 0);
    return copy;
  }
}
