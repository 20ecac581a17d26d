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
    text.append(cpu(report));
    if (!report.memory().isEmpty()) {
      text.append('\n').append(memory(report));
    }
    if (!report.leftOut().isEmpty()) {
      text.append('\n');
    }
    for (BuildResult.LeftOut left : report.leftOut()) {
      text.append("Left out: ")
          .append(left.title())
          .append(": ")
          .append(left.reason())
          .append('\n');
    }
    return text.toString();
  }

  private static TextTable cpu(Report report) {
    TextTable table =
        new TextTable(
            "plugin", "bytes", "CPU, min", "over none, min", "over none, median", "to the floor");
    Statistics none = report.cpu().process(Site.NONE);
    table.row("none", "", number(none.minimum()), "", "", "");
    for (Plugin plugin : report.plugins()) {
      Statistics all = report.cpu().process(plugin.name());
      Statistics over = report.cpu().over(plugin.name(), Site.NONE);
      Double ratio = report.ratio(plugin);
      table.row(
          plugin.title(),
          Integer.toString(plugin.size()),
          number(all.minimum()),
          number(over.minimum()),
          number(over.median()),
          ratio == null ? "" : number(ratio));
    }
    return table;
  }

  private static TextTable memory(Report report) {
    List<String> head = new ArrayList<>(List.of("memory of Envoy, MB"));
    MemoryBenchmark.STEPS.forEach(step -> head.add(String.format(Locale.ROOT, "after %,d", step)));
    head.add("linear memory, KiB");
    TextTable table = new TextTable(head.toArray(String[]::new));
    memoryRow(table, "none", report.memory().getOrDefault(Site.NONE, List.of()));
    for (Plugin plugin : report.plugins()) {
      memoryRow(table, plugin.title(), report.memory().getOrDefault(plugin.name(), List.of()));
    }
    return table;
  }

  private static void memoryRow(TextTable table, String title, List<MemoryUse> uses) {
    List<String> cells = new ArrayList<>(List.of(title));
    uses.forEach(use -> cells.add(number(use.residentKib() / 1024.0)));
    cells.add(uses.isEmpty() ? "" : Long.toString(uses.get(uses.size() - 1).linearKib()));
    table.row(cells.toArray(String[]::new));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
