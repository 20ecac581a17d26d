package io.proxywasm.abi;

import java.util.ArrayList;
import java.util.List;

/**
 * The form in which header maps cross the border: {@code u32 n}, then n times {@code u32
 * nameLength, u32 valueLength}, then n times {@code name 0 value 0}; numbers are little endian. An
 * empty map is no bytes at all.
 */
public final class HeaderPairs {
  /** The most bytes that Envoy reads of one serialized map. */
  public static final int MAX_BYTES = 1 << 20;

  /** The most pairs that Envoy reads of one serialized map. */
  public static final int MAX_PAIRS = 1024;

  private HeaderPairs() {}

  /** One header: a name and a value, as bytes. The arrays are not copied. */
  public record Pair(byte[] name, byte[] value) {}

  /** Returns the serialized form of the pairs, in their order. */
  public static byte[] encode(List<Pair> pairs) {
    if (pairs.isEmpty()) {
      return new byte[0];
    }
    int size = 4;
    for (Pair pair : pairs) {
      size += 8 + pair.name().length + 1 + pair.value().length + 1;
    }
    byte[] out = new byte[size];
    putInt(out, 0, pairs.size());
    int lengths = 4;
    int text = 4 + 8 * pairs.size();
    for (Pair pair : pairs) {
      putInt(out, lengths, pair.name().length);
      putInt(out, lengths + 4, pair.value().length);
      lengths += 8;
      System.arraycopy(pair.name(), 0, out, text, pair.name().length);
      text += pair.name().length + 1;
      System.arraycopy(pair.value(), 0, out, text, pair.value().length);
      text += pair.value().length + 1;
    }
    return out;
  }

  /**
   * Reads pairs as strictly as Envoy does: the zero bytes must be there and the end must match.
   *
   * @throws IllegalArgumentException if the bytes are not a serialized map, with the position and
   *     what was expected
   */
  public static List<Pair> decode(byte[] bytes) {
    if (bytes.length == 0) {
      return List.of();
    }
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "header pairs of " + bytes.length + " bytes; the limit is " + MAX_BYTES);
    }
    if (bytes.length < 4) {
      throw new IllegalArgumentException(
          "header pairs end inside their count: " + bytes.length + " bytes");
    }
    int count = getInt(bytes, 0);
    if (count < 0 || count > MAX_PAIRS) {
      throw new IllegalArgumentException(
          "header pairs count " + Integer.toUnsignedString(count) + "; the limit is " + MAX_PAIRS);
    }
    if (4 + 8 * count > bytes.length) {
      throw new IllegalArgumentException(
          "header pairs end inside the lengths of " + count + " pairs: " + bytes.length + " bytes");
    }
    List<Pair> pairs = new ArrayList<>(count);
    int text = 4 + 8 * count;
    for (int i = 0; i < count; i++) {
      byte[] name = part(bytes, text, getInt(bytes, 4 + 8 * i), i, "name");
      text += name.length + 1;
      byte[] value = part(bytes, text, getInt(bytes, 8 + 8 * i), i, "value");
      text += value.length + 1;
      pairs.add(new Pair(name, value));
    }
    if (text != bytes.length) {
      throw new IllegalArgumentException(
          "header pairs go on after their last value: "
              + (bytes.length - text)
              + " bytes too many");
    }
    return pairs;
  }

  private static byte[] part(byte[] bytes, int start, int length, int index, String what) {
    if (length < 0 || length > bytes.length - start - 1) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " of header pair "
              + index
              + " leaves the bytes: length "
              + Integer.toUnsignedString(length)
              + " at "
              + start
              + " of "
              + bytes.length);
    }
    if (bytes[start + length] != 0) {
      throw new IllegalArgumentException(
          "no zero byte after the "
              + what
              + " of header pair "
              + index
              + " at "
              + (start + length));
    }
    byte[] part = new byte[length];
    System.arraycopy(bytes, start, part, 0, length);
    return part;
  }

  private static void putInt(byte[] out, int at, int value) {
    out[at] = (byte) value;
    out[at + 1] = (byte) (value >> 8);
    out[at + 2] = (byte) (value >> 16);
    out[at + 3] = (byte) (value >> 24);
  }

  private static int getInt(byte[] in, int at) {
    return in[at] & 255 | (in[at + 1] & 255) << 8 | (in[at + 2] & 255) << 16 | in[at + 3] << 24;
  }
}
