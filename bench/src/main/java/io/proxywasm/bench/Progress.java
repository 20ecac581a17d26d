package io.proxywasm.bench;

import java.io.PrintStream;

/** Says what is going on, on the standard error stream, so that a report can be piped. */
final class Progress {
  private final PrintStream out;

  Progress(PrintStream out) {
    this.out = out;
  }

  void say(String what) {
    out.println("bench: " + what);
  }
}
