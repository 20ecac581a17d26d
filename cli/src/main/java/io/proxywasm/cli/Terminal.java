package io.proxywasm.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** Where a command prints to. Colours only for a person's terminal. */
final class Terminal {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean colour;

  private Terminal(PrintWriter out, PrintWriter err, boolean colour) {
    this.out = out;
    this.err = err;
    this.colour = colour;
  }

  static Terminal of(CommandLine command) {
    return new Terminal(command.getOut(), command.getErr(), Ansi.AUTO.enabled());
  }

  /** Prints a result. */
  void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Says what takes its time. */
  void progress(String text) {
    err.println(dim(text));
    err.flush();
  }

  /** Prints several lines about a failure as they are. */
  void block(String text) {
    if (!text.isEmpty()) {
      err.println(text.stripTrailing());
      err.flush();
    }
  }

  /** Says why the command failed. */
  void error(String text) {
    err.println(styled("pwj: ", Style.bold, Style.fg_red) + text);
    err.flush();
  }

  void error(Exception failure) {
    error(String.valueOf(failure.getMessage()));
  }

  String bold(String text) {
    return styled(text, Style.bold);
  }

  String dim(String text) {
    return styled(text, Style.faint);
  }

  String red(String text) {
    return styled(text, Style.fg_red);
  }

  String yellow(String text) {
    return styled(text, Style.fg_yellow);
  }

  private String styled(String text, IStyle... styles) {
    return colour && !text.isEmpty() ? Style.on(styles) + text + Style.off(Style.reset) : text;
  }
}
