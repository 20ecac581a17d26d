package io.proxywasm.proxy.log;

/** Where the log ends up. Called on one thread, which is the log's own. */
@FunctionalInterface
public interface LogTarget {
  /** Takes a line. */
  void line(LogLine line);

  /** There is no other line for now. */
  default void flush() {}
}
