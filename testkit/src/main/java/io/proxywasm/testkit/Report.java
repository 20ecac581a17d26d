package io.proxywasm.testkit;

import java.util.List;

/** What has happened, for people. */
final class Report {
  private static final int MOST_LINES = 300;

  private Report() {}

  static String of(
      List<HttpExchange> exchanges, List<LogLine> log, List<String> trace, List<Mistake> mistakes) {
    StringBuilder report = new StringBuilder();
    if (!mistakes.isEmpty()) {
      append(report, "mistakes", mistakes);
    }
    if (!exchanges.isEmpty()) {
      append(report, "exchanges", exchanges);
    }
    append(report, "log", log);
    append(report, "callbacks and hostcalls", trace);
    return report.toString();
  }

  private static void append(StringBuilder report, String title, List<?> lines) {
    report.append(title).append(":\n");
    int from = Math.max(0, lines.size() - MOST_LINES);
    if (from > 0) {
      report.append("  (").append(from).append(" lines before)\n");
    }
    for (Object line : lines.subList(from, lines.size())) {
      report.append("  ").append(String.valueOf(line).replace("\n", "\n    ")).append('\n');
    }
  }
}
