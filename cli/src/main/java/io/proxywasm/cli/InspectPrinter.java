package io.proxywasm.cli;

import io.proxywasm.compiler.Finding;
import io.proxywasm.compiler.HostProfile;
import io.proxywasm.compiler.ModuleCheck;
import io.proxywasm.wasm.FunctionReference;
import io.proxywasm.wasm.FunctionSize;
import io.proxywasm.wasm.Import;
import io.proxywasm.wasm.MemoryType;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/** Shows a module to a person. */
final class InspectPrinter {
  private static final int CLASSES = 15;

  private final Terminal terminal;
  private final ModuleReport report;

  InspectPrinter(Terminal terminal, ModuleReport report) {
    this.terminal = terminal;
    this.report = report;
  }

  void print(Path file, boolean functions) {
    terminal.line(
        terminal.bold(Paths.shown(file).toString()) + "  " + Texts.size(report.sizes().total()));
    terminal.line("  ABI      " + report.abi());
    terminal.line("  runs on  " + report.hostsText());
    report.module().memories().forEach(memory -> terminal.line("  memory   " + text(memory)));
    ModuleCheck.check(report.module(), HostProfile.ENVOY_1_40).stream()
        .filter(finding -> finding.severity() == Finding.Severity.INFO)
        .forEach(finding -> terminal.line("  " + finding.what()));
    imports();
    exports();
    table("Sections", report.sizes().sections(), Integer.MAX_VALUE);
    if (report.hasNames()) {
      table("Code by package", report.sizes().byPackage(), Integer.MAX_VALUE);
      table("Code by class", report.sizes().byClass(), CLASSES);
    } else {
      terminal.line("");
      terminal.line(
          "The module has no names, so its bytes cannot be told apart by class."
              + " Inspect the folder of its project, or build it with --names.");
    }
    if (functions) {
      functions();
    }
  }

  private static String text(MemoryType memory) {
    return memory.pages().minimum()
        + " pages of 64 KB"
        + (memory.pages().maximum().isPresent()
            ? ", at most " + memory.pages().maximum().getAsLong()
            : "");
  }

  private void imports() {
    title("Imports");
    for (Import imported : report.module().importSection()) {
      terminal.line("  " + ModuleReport.name(imported) + "  " + terminal.dim(type(imported)));
    }
  }

  private String type(Import imported) {
    return imported.type() instanceof FunctionReference function
        ? report.module().signature(function.typeIndex()).toString()
        : imported.type().kind().toString();
  }

  private void exports() {
    title("Exports");
    report
        .module()
        .exportSection()
        .forEach(
            export ->
                terminal.line(
                    "  " + export.name() + "  " + terminal.dim(export.kind().toString())));
  }

  private void table(String title, Map<String, Integer> sizes, int limit) {
    title(title);
    sizes.entrySet().stream().limit(limit).forEach(entry -> size(entry.getValue(), entry.getKey()));
    int rest = sizes.values().stream().skip(limit).mapToInt(Integer::intValue).sum();
    if (rest > 0) {
      size(rest, "(" + (sizes.size() - limit) + " more)");
    }
  }

  private void functions() {
    title("Functions");
    report.sizes().functions().stream()
        .sorted(Comparator.comparingInt(FunctionSize::bytes).reversed())
        .forEach(function -> size(function.bytes(), function.name()));
  }

  private void title(String text) {
    terminal.line("");
    terminal.line(terminal.bold(text));
  }

  private void size(int bytes, String name) {
    terminal.line(String.format("%10s  %s", Texts.size(bytes), name));
  }
}
