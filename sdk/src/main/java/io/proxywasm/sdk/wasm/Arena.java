package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import io.proxywasm.sdk.Digits;
import org.teavm.interop.Address;

/**
 * The guest's memory: scratch for what crosses the border, and nothing else, as the plugin's
 * objects live on the host's collected heap. A bump pointer from the end of the module's initial
 * memory on; all of it is free again when the outermost callback returns. So there is no free list,
 * no leak and no fragmentation.
 */
final class Arena {
  private static final int MAX = 1 << 30;
  private static final int BASE = Memory.grow(0) * Memory.PAGE;

  /** Where hostcalls write numbers: 16 bytes that are always there. */
  static final int OUT = BASE;

  private static int limit = BASE;
  private static int top = BASE + 16;
  private static int depth;

  /** Counts outermost callbacks; a view of memory is valid in the one that it was made in. */
  static int epoch;

  /** The length in bytes of what {@link #put} wrote last. */
  static int length;

  private Arena() {}

  static void enter() {
    depth++;
  }

  static void leave() {
    if (depth == 1) {
      Callbacks.over();
    }
    if (--depth == 0) {
      top = BASE + 16;
      epoch++;
    }
  }

  static int mark() {
    return top;
  }

  static void release(int mark) {
    top = mark;
  }

  /** Returns the address of so many free bytes, or 0 when there are none. */
  static int allocate(int size) {
    int start = top;
    int end = start + size;
    if (size < 0 || end < start || end - BASE > MAX) {
      return 0;
    }
    if (end > limit && !growTo(end)) {
      return 0;
    }
    top = end;
    return start;
  }

  private static boolean growTo(int end) {
    int pages = (end - limit + Memory.PAGE - 1) / Memory.PAGE;
    if (Memory.grow(pages) < 0) {
      return false;
    }
    limit += pages * Memory.PAGE;
    return true;
  }

  /** Returns the address of so many free bytes. */
  static int reserve(int size) {
    int start = allocate(size);
    if (start == 0) {
      throw new IllegalStateException(
          "the guest's memory cannot hold " + Digits.of(size) + " more bytes");
    }
    return start;
  }

  /** Makes sure that the bytes at {@link #OUT} are there. */
  static void open() {
    if (limit == BASE) {
      growTo(BASE + 16);
    }
  }

  /** Writes a text in UTF-8, sets {@link #length} and returns where it is. */
  static int put(String text) {
    char[] characters = Texts.characters(text);
    int start = reserve(characters.length);
    for (int i = 0; i < characters.length; i++) {
      char c = characters[i];
      if (c >= 0x80) {
        release(start);
        return putEncoded(text, start, i);
      }
      Address.fromInt(start + i).putByte((byte) c);
    }
    length = characters.length;
    return start;
  }

  /** Encodes what is not ASCII; the characters before {@code from} are written already. */
  private static int putEncoded(String text, int start, int from) {
    int chars = text.length();
    reserve(3 * chars);
    int at = start + from;
    for (int i = from; i < chars; i++) {
      int point = text.charAt(i);
      if (point >= 0xD800 && point < 0xE000) {
        int low = i + 1 < chars ? text.charAt(i + 1) : 0;
        if (point < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
          point = (point - 0xD7C0 << 10) + (low - 0xDC00);
          i++;
        } else {
          point = '?';
        }
      }
      int more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      int lead = more == 0 ? 0 : 0x780 >> more & 0xFF;
      Address.fromInt(at++).putByte((byte) (lead | point >> 6 * more));
      while (--more >= 0) {
        Address.fromInt(at++).putByte((byte) (0x80 | point >> 6 * more & 0x3F));
      }
    }
    length = at - start;
    release(at);
    return start;
  }
}
