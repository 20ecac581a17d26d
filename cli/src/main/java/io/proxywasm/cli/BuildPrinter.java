package io.proxywasm.cli;

import io.proxywasm.compiler.Diagnostic;
import io.proxywasm.wasm.Import;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells the outcome of a build. */
final class BuildPrinter {
  private static final int SHOWN = 5;

  private final Terminal terminal;

  BuildPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Prints all there is to know about a plugin, unless it was known before. */
  void summary(BuildOutput output) {
    headline(output);
    if (output.upToDate()) {
      return;
    }
    ModuleReport report = ModuleReport.of(output.module(), output.named());
    row("bytes of", packages(report.packages()));
    row("imports", imports(report.module().importSection()));
    row("runs on", report.hostsText());
    warnings(output);
  }

  /** Prints a line about a plugin. */
  void headline(BuildOutput output) {
    String file = terminal.bold(Paths.shown(output.file()).toString());
    String size = Texts.size(output.module().length);
    terminal.line(
        output.upToDate()
            ? file + " is up to date, " + size
            : file + "  " + size + "  in " + Texts.seconds(output.duration()));
  }

  void warnings(BuildOutput output) {
    warnings(output.javac());
    output.warnings().forEach(warning -> terminal.block(warning.toString()));
  }

  /** Prints what javac says, if it is more than notes. */
  void warnings(String javac) {
    if (javac.contains("warning:")) {
      terminal.block(javac);
    }
  }

  private void row(String name, String text) {
    terminal.line("  " + terminal.dim(String.format("%-9s", name)) + " " + text);
  }

  private static String packages(Map<String, Integer> sizes) {
    String shown =
        sizes.entrySet().stream()
            .limit(SHOWN)
            .map(entry -> entry.getKey() + " " + Texts.size(entry.getValue()))
            .collect(Collectors.joining(", "));
    return sizes.size() > SHOWN ? shown + ", " + (sizes.size() - SHOWN) + " more" : shown;
  }

  private static String imports(List<Import> imports) {
    String shown =
        imports.stream().limit(2 * SHOWN).map(Import::name).collect(Collectors.joining(", "));
    return imports.size() > 2 * SHOWN
        ? shown + ", " + (imports.size() - 2 * SHOWN) + " more"
        : shown;
  }

  static Map<String, Object> json(BuildOutput output) {
    ModuleReport report = ModuleReport.of(output.module(), output.named());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ok", true);
    json.put("file", output.file().toAbsolutePath().normalize());
    json.put("upToDate", output.upToDate());
    json.put("milliseconds", output.duration().toMillis());
    json.putAll(report.summaryJson());
    json.put("warnings", output.warnings().stream().map(BuildPrinter::json).toList());
    return json;
  }

  static Map<String, Object> json(CliException failure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ok", false);
    json.put("error", failure.getMessage());
    if (failure instanceof BuildException build) {
      json.put("output", build.output());
      json.put("diagnostics", build.diagnostics().stream().map(BuildPrinter::json).toList());
    }
    return json;
  }

  private static Map<String, Object> json(Diagnostic diagnostic) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("severity", diagnostic.severity().name().toLowerCase(java.util.Locale.ROOT));
    json.put("message", diagnostic.message());
    diagnostic.place().ifPresent(place -> json.put("place", json(place)));
    json.put("path", diagnostic.path().stream().map(BuildPrinter::json).toList());
    diagnostic.hint().ifPresent(hint -> json.put("hint", hint));
    return json;
  }

  private static Map<String, Object> json(Diagnostic.Place place) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("class", place.className());
    json.put("method", place.method());
    place.file().ifPresent(file -> json.put("file", file));
    place.line().ifPresent(line -> json.put("line", line));
    return json;
  }
}
