package io.proxywasm.cli;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Shows the log of a running host: the plugin's lines first of all. Used by several threads. */
final class LogView {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private static final int REPEATED = 3;

  private final Terminal terminal;
  private final String host;
  private final boolean verbose;
  private final Function<String, Optional<String>> advice;
  private final List<String> held = new ArrayList<>();
  private boolean holding = true;

  /**
   * Makes a view.
   *
   * @param host what the host is called before its own lines
   * @param verbose whether all of the host's own lines are shown, and not only its complaints
   * @param advice knows what to do about what a plugin says, if it does
   */
  LogView(
      Terminal terminal, String host, boolean verbose, Function<String, Optional<String>> advice) {
    this.terminal = terminal;
    this.host = host;
    this.verbose = verbose;
    this.advice = advice;
  }

  /**
   * Shows the host's own complaints from now on. While it starts they are held back, as they are
   * told in other words when it fails.
   */
  synchronized void release() {
    holding = false;
    held.forEach(terminal::line);
    held.clear();
  }

  /** Holds the host's own complaints back until {@link #release}. */
  synchronized void hold() {
    holding = true;
  }

  /** Forgets what was held back. */
  synchronized void forget() {
    held.clear();
    holding = false;
  }

  synchronized void show(LogEntry line) {
    if (line.plugin().isPresent()) {
      terminal.line(text(line, line.plugin().get()));
      advise(line);
    } else if (verbose || line.isError() || line.isWarning()) {
      String text = terminal.dim(ownText(line));
      if (holding && !verbose) {
        held.add(text);
      } else {
        terminal.line(text);
        advise(line);
      }
    }
  }

  private String ownText(LogEntry line) {
    return time() + " " + level(line) + " " + host + " " + line.component() + ": " + message(line);
  }

  private void advise(LogEntry line) {
    if (line.isError()) {
      advice.apply(line.message()).ifPresent(text -> terminal.line("    " + terminal.bold(text)));
    }
  }

  private String text(LogEntry line, String plugin) {
    String level = level(line);
    if (line.isError()) {
      level = terminal.red(level);
    } else if (line.isWarning()) {
      level = terminal.yellow(level);
    }
    String source = plugin.isEmpty() ? "plugin" : plugin;
    return terminal.dim(time())
        + " "
        + level
        + " "
        + terminal.dim(source + ":")
        + " "
        + message(line);
  }

  /** A stack overflow is a thousand lines that are all the same. */
  private static String message(LogEntry line) {
    StringBuilder text = new StringBuilder();
    String last = "";
    int repeated = 0;
    for (String next : line.message().stripTrailing().split("\n", -1)) {
      repeated = next.equals(last) ? repeated + 1 : 0;
      if (repeated < REPEATED) {
        text.append(text.length() == 0 ? "" : "\n    ").append(next);
      } else if (repeated == REPEATED) {
        text.append("\n    ... and so on");
      }
      last = next;
    }
    return text.toString();
  }

  private static String time() {
    return LocalTime.now(ZoneId.systemDefault()).format(TIME);
  }

  private static String level(LogEntry line) {
    String name = line.isWarning() ? "warn" : line.level();
    return String.format("%-5s", name.toUpperCase(Locale.ROOT));
  }
}
