package io.proxywasm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import picocli.CommandLine;

/** Starts {@code pwj}. */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the JVM: with 0 when it succeeded, 1 when it failed, 2 when it was not
   * understood.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    System.exit(
        commandLine(
                new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8))
            .execute(args));
  }

  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return new CommandLine(new Pwj())
        .setOut(out)
        .setErr(err)
        .setExpandAtFiles(false) // --config @FILE is ours.
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Failures::misused)
        .setExecutionExceptionHandler(Failures::failed);
  }
}
