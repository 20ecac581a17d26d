package io.proxywasm.bench;

import java.util.List;

/** Finds V8's linear memories in the lines of {@code /proc/PID/maps}. */
final class MemoryMap {
  private static final long GUARD = 2L << 30;

  private MemoryMap() {}

  static long linearKib(List<String> lines) {
    long sum = 0;
    long end = -1;
    long size = 0;
    for (String line : lines) {
      int dash = line.indexOf('-');
      int blank = line.indexOf(' ');
      long from = Long.parseUnsignedLong(line, 0, dash, 16);
      long to = Long.parseUnsignedLong(line, dash + 1, blank, 16);
      String rights = line.substring(blank + 1, blank + 5);
      if (rights.startsWith("---") && from == end && to - from >= GUARD) {
        sum += size;
      }
      boolean writable = rights.startsWith("rw-p");
      end = writable ? to : -1;
      size = writable ? to - from : 0;
    }
    return sum >> 10;
  }
}
