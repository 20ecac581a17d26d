package io.proxywasm.json;

import java.util.List;

/**
 * Finds a name in a list. The hash of a name depends on when the VM started, so that nobody can
 * send names that all have the same.
 */
final class NameIndex {
  private static final int SEED = (int) System.nanoTime();
  private static final int LINEAR = 8;

  private final List<String> names;

  /** Positions plus 1, at or after the place that the hash of the name says. */
  private int[] table = new int[0];

  /** How many names are in the table. */
  private int indexed;

  NameIndex(List<String> names) {
    this.names = names;
  }

  /** Returns the position of a name, or -1. */
  int find(String name) {
    int count = names.size();
    if (count <= LINEAR) {
      for (int i = 0; i < count; i++) {
        if (names.get(i).equals(name)) {
          return i;
        }
      }
      return -1;
    }
    if (indexed < count) {
      rebuild(count);
    }
    int mask = table.length - 1;
    for (int i = hash(name) & mask; table[i] != 0; i = i + 1 & mask) {
      int at = table[i] - 1;
      if (names.get(at).equals(name)) {
        return at;
      }
    }
    return -1;
  }

  /** Notes that a name was added at the end. */
  void added() {
    int count = names.size();
    if (indexed == count - 1 && 2 * count <= table.length) {
      insert(count - 1);
      indexed = count;
    }
  }

  /** Notes that names have moved. */
  void clear() {
    indexed = 0;
  }

  private void rebuild(int count) {
    int size = 32;
    while (size < 4 * count) {
      size *= 2;
    }
    table = new int[size];
    for (int i = 0; i < count; i++) {
      insert(i);
    }
    indexed = count;
  }

  private void insert(int at) {
    int mask = table.length - 1;
    int i = hash(names.get(at)) & mask;
    while (table[i] != 0) {
      i = i + 1 & mask;
    }
    table[i] = at + 1;
  }

  private static int hash(String name) {
    int hash = SEED;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x9E3779B1;
      hash ^= hash >>> 15;
    }
    return hash;
  }
}
