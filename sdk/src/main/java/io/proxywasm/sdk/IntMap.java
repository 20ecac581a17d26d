package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/** A map from the ids of the ABI, which are not 0, to objects: open addressing, no boxing. */
final class IntMap<T> {
  private int[] keys = new int[16];
  private @Nullable Object[] values = new Object[16];
  private int size;

  void put(int key, T value) {
    if (2 * size >= keys.length) {
      grow();
    }
    int at = find(key);
    if (keys[at] == 0) {
      keys[at] = key;
      size++;
    }
    values[at] = value;
  }

  @SuppressWarnings("unchecked")
  @Nullable T get(int key) {
    return (T) values[find(key)];
  }

  /** Removes an entry and moves those after it that would not be found over the gap. */
  void remove(int key) {
    int gap = find(key);
    if (keys[gap] == 0) {
      return;
    }
    int mask = keys.length - 1;
    for (int at = gap + 1 & mask; keys[at] != 0; at = at + 1 & mask) {
      int home = slot(keys[at]);
      if ((at - home & mask) >= (at - gap & mask)) {
        keys[gap] = keys[at];
        values[gap] = values[at];
        gap = at;
      }
    }
    keys[gap] = 0;
    values[gap] = null;
    size--;
  }

  int size() {
    return size;
  }

  private int slot(int key) {
    return key & keys.length - 1;
  }

  private int find(int key) {
    int mask = keys.length - 1;
    int at = slot(key);
    while (keys[at] != 0 && keys[at] != key) {
      at = at + 1 & mask;
    }
    return at;
  }

  @SuppressWarnings("unchecked")
  private void grow() {
    int[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    keys = new int[2 * oldKeys.length];
    values = new Object[2 * oldKeys.length];
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      Object value = oldValues[i];
      if (value != null) {
        put(oldKeys[i], (T) value);
      }
    }
  }
}
