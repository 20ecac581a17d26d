package io.proxywasm.compiler;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.compiler.Diagnostic.Place;
import io.proxywasm.compiler.Diagnostic.Severity;
import io.proxywasm.compiler.link.LinkOptions;
import io.proxywasm.compiler.link.Linker;
import io.proxywasm.compiler.teavm.TeaVmBuild;
import io.proxywasm.wasm.FunctionReference;
import io.proxywasm.wasm.Import;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Links what TeaVM made, and holds the result against the host that it is for. */
final class ModuleFinisher {
  private ModuleFinisher() {}

  static CompileResult finish(
      TeaVmBuild build, byte[] raw, boolean keepNames, HostProfile host, List<Diagnostic> before) {
    List<Diagnostic> diagnostics = new ArrayList<>(before);
    diagnostics.addAll(missingImports(build, WasmModule.read(raw), host));
    if (hasErrors(diagnostics)) {
      return CompileResult.failed(diagnostics);
    }
    byte[] named = Linker.link(raw, LinkOptions.defaults().withNames(true));
    byte[] module = keepNames ? named : Linker.link(raw, LinkOptions.defaults());
    for (Finding finding : ModuleCheck.check(WasmModule.read(module), host)) {
      if (finding.severity() == Finding.Severity.ERROR) {
        diagnostics.add(Diagnostic.error(finding.what(), finding.fix()));
      }
    }
    return hasErrors(diagnostics)
        ? CompileResult.failed(diagnostics)
        : new CompileResult(Optional.of(module), diagnostics, Optional.of(named));
  }

  private static boolean hasErrors(List<Diagnostic> diagnostics) {
    return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  /**
   * What no host has is a method of the JDK that TeaVM takes from JavaScript: say which line of the
   * plugin calls it.
   */
  private static List<Diagnostic> missingImports(
      TeaVmBuild build, WasmModule module, HostProfile host) {
    Set<String> known =
        host.functions(AbiVersion.V0_2_1).stream()
            .map(function -> function.module() + "." + function.name())
            .collect(Collectors.toSet());
    List<Diagnostic> diagnostics = new ArrayList<>();
    for (Import imported : module.importSection()) {
      String name = imported.module() + "." + imported.name();
      if (known.contains(name) || !(imported.type() instanceof FunctionReference)) {
        continue;
      }
      List<Place> path = build.importPaths().getOrDefault(name, List.of());
      diagnostics.add(
          new Diagnostic(
              Severity.ERROR,
              "the module would import " + name + ", which " + host + " does not have",
              path.stream().findFirst(),
              path.isEmpty() ? path : path.subList(1, path.size()),
              Optional.of("Do without this part of the JDK, or use a library that is all Java.")));
    }
    return diagnostics;
  }
}
