package io.proxywasm.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** Runs commands in this JVM. */
final class Pwjs {
  private Pwjs() {}

  /**
   * How a command ended.
   *
   * @param code its exit code
   * @param out what it printed
   * @param err what it complained about
   */
  record Outcome(int code, String out, String err) {}

  static Outcome pwj(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine(new PrintWriter(out), new PrintWriter(err))
            .execute(Stream.of(args).map(Object::toString).toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }
}
