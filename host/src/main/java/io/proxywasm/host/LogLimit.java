package io.proxywasm.host;

/** Lets so many lines through in each second and counts the others. */
final class LogLimit {
  private static final long SECOND = 1_000_000_000L;

  private final int limit;
  private long second = Long.MIN_VALUE;
  private int lines;
  private long dropped;

  LogLimit(int limit) {
    this.limit = limit;
  }

  /** Returns -1 when the line is over the limit, else how many were dropped since the last one. */
  long admit(long nanoTime) {
    if (limit == 0) {
      return 0;
    }
    long now = Math.floorDiv(nanoTime, SECOND);
    if (now != second) {
      second = now;
      lines = 0;
    }
    if (lines >= limit) {
      dropped++;
      return -1;
    }
    lines++;
    long told = dropped;
    dropped = 0;
    return told;
  }

  String limit() {
    return limit + " per second";
  }
}
