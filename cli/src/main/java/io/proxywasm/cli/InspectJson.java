package io.proxywasm.cli;

import io.proxywasm.wasm.MemoryType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows a module to a script. */
final class InspectJson {
  private InspectJson() {}

  static Map<String, Object> of(Path file, ModuleReport report, boolean functions) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", file.toAbsolutePath().normalize());
    json.putAll(report.summaryJson());
    json.put(
        "exports",
        report.module().exportSection().stream()
            .map(export -> Map.of("name", export.name(), "kind", export.kind()))
            .toList());
    json.put("memories", report.module().memories().stream().map(InspectJson::memory).toList());
    json.put("sections", report.sizes().sections());
    json.put("hasNames", report.hasNames());
    if (!report.hasNames()) {
      json.remove("packages");
    } else {
      json.put("classes", report.sizes().byClass());
    }
    if (functions) {
      json.put("functions", functions(report));
    }
    return json;
  }

  private static Map<String, Object> memory(MemoryType memory) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pages", memory.pages().minimum());
    memory.pages().maximum().ifPresent(pages -> json.put("maximumPages", pages));
    return json;
  }

  private static List<Map<String, Object>> functions(ModuleReport report) {
    return report.sizes().functions().stream()
        .map(
            function -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("index", function.index());
              json.put("name", function.name());
              json.put("bytes", function.bytes());
              return json;
            })
        .toList();
  }
}
