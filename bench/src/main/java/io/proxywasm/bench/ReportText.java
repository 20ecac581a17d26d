package io.proxywasm.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as tables for people. */
final class ReportText {
  private ReportText() {}

  static String of(Report report) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Envoy %s, one worker, %d rounds of %d requests; CPU in microseconds per request%n%n",
            report.envoyVersion(),
            report.rounds(),
            report.requestsPerRound()));
    for (Workload workload : report.workloads()) {
      text.append(workload.id())
          .append(": ")
          .append(workload.title())
          .append("\n\n")
          .append(cpu(report, workload))
          .append('\n');
    }
    if (!report.memory().isEmpty()) {
      text.append(memory(report)).append('\n');
    }
    for (BuildResult.LeftOut left : report.leftOut()) {
      text.append("Left out of ")
          .append(left.workload().id())
          .append(": ")
          .append(left.title())
          .append(": ")
          .append(left.reason())
          .append('\n');
    }
    return text.toString();
  }

  private static TextTable cpu(Report report, Workload workload) {
    TextTable table =
        new TextTable(
            "plugin",
            "bytes",
            "CPU, min",
            "over none, min",
            "over none, median",
            "to the floor",
            "to Rust",
            "to Rust, median");
    Statistics none = report.cpu().process(workload.listener(Site.NONE));
    table.row("none", "", number(none.minimum()), "", "", "", "", "");
    for (Plugin plugin : report.plugins(workload)) {
      Statistics all = report.cpu().process(plugin.listener());
      Statistics over = report.overNone(plugin);
      Statistics toFloor = report.ratio(plugin, Peer.FLOOR);
      Statistics toRust = report.ratio(plugin, Peer.RUST);
      table.row(
          plugin.title(),
          Integer.toString(plugin.size()),
          number(all.minimum()),
          number(over.minimum()),
          number(over.median()),
          toFloor == null ? "" : number(toFloor.minimum()),
          toRust == null ? "" : number(toRust.minimum()),
          toRust == null ? "" : number(toRust.median()));
    }
    return table;
  }

  private static TextTable memory(Report report) {
    List<String> head = new ArrayList<>(List.of("memory of Envoy, MB"));
    MemoryBenchmark.STEPS.forEach(step -> head.add(String.format(Locale.ROOT, "after %,d", step)));
    head.add("linear memory, KiB");
    TextTable table = new TextTable(head.toArray(String[]::new));
    report.memory().forEach((listener, uses) -> memoryRow(table, listener, uses));
    return table;
  }

  private static void memoryRow(TextTable table, String title, List<MemoryUse> uses) {
    List<String> cells = new ArrayList<>(List.of(title));
    uses.forEach(use -> cells.add(number(use.residentKib() / 1024.0)));
    cells.add(Long.toString(uses.get(uses.size() - 1).linearKib()));
    table.row(cells.toArray(String[]::new));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
