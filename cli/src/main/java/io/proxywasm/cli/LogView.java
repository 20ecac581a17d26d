package io.proxywasm.cli;

import io.proxywasm.envoy.EnvoyLogLine;
import io.proxywasm.envoy.PluginLog;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows a running Envoy's log: the plugin's lines first of all. Used by two threads. */
final class LogView {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final Terminal terminal;
  private final boolean verbose;
  private final List<String> held = new ArrayList<>();
  private boolean holding = true;

  LogView(Terminal terminal, boolean verbose) {
    this.terminal = terminal;
    this.verbose = verbose;
  }

  /**
   * Shows Envoy's own complaints from now on. While Envoy starts they are held back, as they are
   * told in other words when it fails.
   */
  synchronized void release() {
    holding = false;
    held.forEach(terminal::line);
    held.clear();
  }

  /** Holds Envoy's own complaints back until {@link #release}. */
  synchronized void hold() {
    holding = true;
  }

  /** Forgets what was held back. */
  synchronized void forget() {
    held.clear();
    holding = false;
  }

  synchronized void show(EnvoyLogLine line) {
    if (line.plugin().isPresent()) {
      terminal.line(text(line, line.plugin().get()));
    } else if (verbose || line.isError() || line.level().equals("warning")) {
      String text =
          terminal.dim(
              time() + " " + level(line) + " envoy " + line.component() + ": " + line.message());
      if (holding && !verbose) {
        held.add(text);
      } else {
        terminal.line(text);
      }
    }
  }

  private String text(EnvoyLogLine line, PluginLog log) {
    String level = level(line);
    if (line.isError()) {
      level = terminal.red(level);
    } else if (line.level().equals("warning")) {
      level = terminal.yellow(level);
    }
    String source = log.name().orElse("plugin");
    return terminal.dim(time())
        + " "
        + level
        + " "
        + terminal.dim(source + ":")
        + " "
        + log.message().stripTrailing().replace("\n", "\n    ");
  }

  private static String time() {
    return LocalTime.now(ZoneId.systemDefault()).format(TIME);
  }

  private static String level(EnvoyLogLine line) {
    String name = line.level().equals("warning") ? "warn" : line.level();
    return String.format("%-5s", name.toUpperCase(Locale.ROOT));
  }
}
