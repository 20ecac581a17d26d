package io.proxywasm.host;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contexts of a VM by their id: open addressing, as it is used for every stream. */
final class ContextTable {
  private @Nullable Context[] slots = new @Nullable Context[16];
  private int size;

  @Nullable Context get(int id) {
    int mask = slots.length - 1;
    for (int i = id & mask; ; i = (i + 1) & mask) {
      Context context = slots[i];
      if (context == null || context.id == id) {
        return context;
      }
    }
  }

  void add(Context context) {
    if (size * 2 >= slots.length) {
      @Nullable Context[] old = slots;
      slots = new @Nullable Context[old.length * 2];
      for (Context each : old) {
        if (each != null) {
          put(each);
        }
      }
    }
    put(context);
    size++;
  }

  private void put(Context context) {
    int mask = slots.length - 1;
    int i = context.id & mask;
    while (slots[i] != null) {
      i = (i + 1) & mask;
    }
    slots[i] = context;
  }

  void remove(int id) {
    int mask = slots.length - 1;
    int i = id & mask;
    while (true) {
      Context context = slots[i];
      if (context == null) {
        return;
      }
      if (context.id == id) {
        break;
      }
      i = (i + 1) & mask;
    }
    slots[i] = null;
    size--;
    // What stood behind it may have been pushed there by it.
    for (int j = (i + 1) & mask; ; j = (j + 1) & mask) {
      Context context = slots[j];
      if (context == null) {
        return;
      }
      slots[j] = null;
      put(context);
    }
  }

  /** All contexts as they are now. */
  List<Context> all() {
    List<Context> all = new ArrayList<>(size);
    for (Context each : slots) {
      if (each != null) {
        all.add(each);
      }
    }
    return all;
  }
}
