package io.proxywasm.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers or trailers of a message: an ordered list of pairs in which names may repeat. Pseudo
 * headers such as {@code :path} are pairs like the others and stand first.
 *
 * <p>Names and values are bytes on the wire; here each char is one byte (ISO 8859-1), so that every
 * value survives. Names are lower case; who adds a name makes it so. Not thread-safe.
 */
public final class HeaderMap {
  private String[] pairs;
  private int size;

  /** Makes an empty map. */
  public HeaderMap() {
    this(16);
  }

  /** Makes an empty map with room for some pairs. */
  public HeaderMap(int expectedPairs) {
    pairs = new String[Math.max(2, expectedPairs) * 2];
  }

  /** Makes a map of names and values in turn. */
  public static HeaderMap of(String... namesAndValues) {
    HeaderMap map = new HeaderMap(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  /** The number of pairs. */
  public int size() {
    return size;
  }

  /** Whether there is no pair. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** The name of a pair, from 0. */
  public String name(int index) {
    return pairs[checked(index) * 2];
  }

  /** The value of a pair, from 0. */
  public String value(int index) {
    return pairs[checked(index) * 2 + 1];
  }

  /** Replaces the value of one pair. */
  public void setValue(int index, String value) {
    pairs[checked(index) * 2 + 1] = value;
  }

  private int checked(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("header " + index + " of " + size);
    }
    return index;
  }

  /** The first value of a name, or null. */
  public @Nullable String get(String name) {
    int at = indexOf(name);
    return at < 0 ? null : pairs[at * 2 + 1];
  }

  /** All values of a name in their order. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(2);
    for (int i = 0; i < size; i++) {
      if (pairs[i * 2].equals(name)) {
        values.add(pairs[i * 2 + 1]);
      }
    }
    return values;
  }

  /** Whether there is a pair of this name. */
  public boolean contains(String name) {
    return indexOf(name) >= 0;
  }

  /** The index of the first pair of a name, or -1. */
  public int indexOf(String name) {
    for (int i = 0; i < size; i++) {
      if (pairs[i * 2].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Adds a pair; a pseudo header goes behind the other pseudo headers. */
  public void add(String name, String value) {
    int at = size;
    if (!name.isEmpty() && name.charAt(0) == ':') {
      at = 0;
      while (at < size && !pairs[at * 2].isEmpty() && pairs[at * 2].charAt(0) == ':') {
        at++;
      }
    }
    if (size * 2 == pairs.length) {
      pairs = Arrays.copyOf(pairs, pairs.length * 2);
    }
    if (at < size) {
      System.arraycopy(pairs, at * 2, pairs, at * 2 + 2, (size - at) * 2);
    }
    pairs[at * 2] = name;
    pairs[at * 2 + 1] = value;
    size++;
  }

  /** Makes this the only value of a name, in the place of its first one or at the end. */
  public void set(String name, String value) {
    int first = indexOf(name);
    if (first < 0) {
      add(name, value);
      return;
    }
    pairs[first * 2 + 1] = value;
    removeFrom(first + 1, name);
  }

  /** Removes all pairs of a name and returns whether there was one. */
  public boolean remove(String name) {
    return removeFrom(0, name);
  }

  private boolean removeFrom(int start, String name) {
    int kept = start;
    for (int i = start; i < size; i++) {
      if (!pairs[i * 2].equals(name)) {
        pairs[kept * 2] = pairs[i * 2];
        pairs[kept * 2 + 1] = pairs[i * 2 + 1];
        kept++;
      }
    }
    boolean removed = kept < size;
    Arrays.fill(pairs, kept * 2, size * 2, null);
    size = kept;
    return removed;
  }

  /** Removes all pairs. */
  public void clear() {
    Arrays.fill(pairs, 0, size * 2, null);
    size = 0;
  }

  /** Adds all pairs of another map. */
  public void addAll(HeaderMap other) {
    for (int i = 0; i < other.size; i++) {
      add(other.pairs[i * 2], other.pairs[i * 2 + 1]);
    }
  }

  /** A copy that changes do not reach. */
  public HeaderMap copy() {
    HeaderMap copy = new HeaderMap(size);
    System.arraycopy(pairs, 0, copy.pairs, 0, size * 2);
    copy.size = size;
    return copy;
  }

  /** The sum of the lengths of all names and values, in bytes. */
  public int byteSize() {
    int bytes = 0;
    for (int i = 0; i < size * 2; i++) {
      bytes += pairs[i].length();
    }
    return bytes;
  }

  /** Gives each pair in its order. */
  public void forEach(BiConsumer<String, String> action) {
    for (int i = 0; i < size; i++) {
      action.accept(pairs[i * 2], pairs[i * 2 + 1]);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HeaderMap map
        && Arrays.equals(pairs, 0, size * 2, map.pairs, 0, map.size * 2);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < size * 2; i++) {
      hash = 31 * hash + pairs[i].hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ", ").append(pairs[i * 2]).append(": ").append(pairs[i * 2 + 1]);
    }
    return text.append(']').toString();
  }
}
