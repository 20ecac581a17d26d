package io.proxywasm.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report as one JSON object for scripts. */
final class ReportJson {
  private ReportJson() {}

  static String of(Report report) {
    List<String> plugins = new ArrayList<>();
    report
        .workloads()
        .forEach(workload -> plugins.add(listener(report, workload.listener(Site.NONE), "")));
    for (Plugin plugin : report.plugins()) {
      Statistics over = report.overNone(plugin);
      String more =
          String.format(
              Locale.ROOT,
              ", \"bytes\": %d, \"overNoneMin\": %.3f, \"overNoneMedian\": %.3f, \"toFloor\": %s, \"toRust\": %s",
              plugin.size(),
              over.minimum(),
              over.median(),
              minimum(report.ratio(plugin, Peer.FLOOR)),
              minimum(report.ratio(plugin, Peer.RUST)));
      plugins.add(listener(report, plugin.listener(), more));
    }
    return String.format(
        Locale.ROOT,
        "{\"envoy\": %s, \"rounds\": %d, \"requestsPerRound\": %d,%n \"plugins\": [%n  %s],%n \"leftOut\": [%s]}%n",
        text(report.envoyVersion()),
        report.rounds(),
        report.requestsPerRound(),
        String.join(",\n  ", plugins),
        report.leftOut().stream()
            .map(
                left ->
                    "{\"name\": "
                        + text(left.workload().listener(left.name()))
                        + ", \"reason\": "
                        + text(left.reason())
                        + "}")
            .collect(Collectors.joining(", ")));
  }

  private static String minimum(@Nullable Statistics ratio) {
    return ratio == null ? "null" : String.format(Locale.ROOT, "%.3f", ratio.minimum());
  }

  private static String listener(Report report, String name, String more) {
    Statistics process = report.cpu().process(name);
    Statistics worker = report.cpu().worker(name);
    String memory =
        report.memory().getOrDefault(name, List.of()).stream()
            .map(
                use ->
                    String.format(
                        Locale.ROOT,
                        "{\"requests\": %d, \"residentKib\": %d, \"linearKib\": %d}",
                        use.requests(),
                        use.residentKib(),
                        use.linearKib()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "{\"name\": %s, \"cpuMin\": %.3f, \"cpuMedian\": %.3f, \"workerMin\": %.3f, \"workerMedian\": %.3f%s, \"memory\": [%s]}",
        text(name),
        process.minimum(),
        process.median(),
        worker.minimum(),
        worker.median(),
        more,
        memory);
  }

  private static String text(String value) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
