package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/**
 * A map from the ids of the ABI to objects: no boxing, and a fraction of the size of the JDK's in a
 * module.
 */
final class IntMap<T> {
  private static final class Entry {
    final int key;
    Object value;
    @Nullable Entry next;

    Entry(int key, Object value, @Nullable Entry next) {
      this.key = key;
      this.value = value;
      this.next = next;
    }
  }

  private @Nullable Entry[] buckets = new Entry[16];
  private int size;

  void put(int key, T value) {
    Entry entry = find(key);
    if (entry != null) {
      entry.value = value;
      return;
    }
    if (size == buckets.length) {
      grow();
    }
    add(key, value);
    size++;
  }

  @SuppressWarnings("unchecked")
  @Nullable T get(int key) {
    Entry entry = find(key);
    return entry == null ? null : (T) entry.value;
  }

  void remove(int key) {
    int bucket = key & buckets.length - 1;
    Entry before = null;
    for (Entry entry = buckets[bucket]; entry != null; entry = entry.next) {
      if (entry.key == key) {
        if (before == null) {
          buckets[bucket] = entry.next;
        } else {
          before.next = entry.next;
        }
        size--;
        return;
      }
      before = entry;
    }
  }

  int size() {
    return size;
  }

  private @Nullable Entry find(int key) {
    Entry entry = buckets[key & buckets.length - 1];
    while (entry != null && entry.key != key) {
      entry = entry.next;
    }
    return entry;
  }

  private void add(int key, Object value) {
    int bucket = key & buckets.length - 1;
    buckets[bucket] = new Entry(key, value, buckets[bucket]);
  }

  private void grow() {
    @Nullable Entry[] old = buckets;
    buckets = new Entry[2 * old.length];
    for (Entry first : old) {
      for (Entry entry = first; entry != null; entry = entry.next) {
        add(entry.key, entry.value);
      }
    }
  }
}
