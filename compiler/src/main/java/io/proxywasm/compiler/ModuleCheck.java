package io.proxywasm.compiler;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.compiler.ModuleFeatures.Feature;
import io.proxywasm.wasm.Export;
import io.proxywasm.wasm.ExternKind;
import io.proxywasm.wasm.MemoryType;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether a host would take a module, and why not. Works on any module, whatever language it
 * was written in.
 *
 * <p>The module must be {@linkplain WasmModule#verify well formed}.
 */
public final class ModuleCheck {
  private static final long GIBIBYTE_PAGES = 16384;

  private final WasmModule module;
  private final HostProfile host;
  private final List<Finding> findings = new ArrayList<>();

  private ModuleCheck(WasmModule module, HostProfile host) {
    this.module = module;
    this.host = host;
  }

  /**
   * Checks a module against a host.
   *
   * @param module the module
   * @param host the host
   * @return what was found, errors first
   */
  public static List<Finding> check(WasmModule module, HostProfile host) {
    ModuleCheck check = new ModuleCheck(module, host);
    check.run();
    return check.findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
  }

  /**
   * Returns the ABI version that a module is marked with: that of the first marker among its
   * exports.
   *
   * @param module the module
   * @return the version, if the module is marked with one that is known
   */
  public static Optional<AbiVersion> abiVersion(WasmModule module) {
    return module.exportSection().stream()
        .map(Export::name)
        .flatMap(name -> AbiVersion.ofMarker(name).stream())
        .findFirst();
  }

  private void run() {
    checkMarkers();
    AbiVersion version = abiVersion(module).orElse(AbiVersion.V0_2_1);
    findings.addAll(new ImportCheck(module, host, version).run());
    findings.addAll(new ExportCheck(module, host, version).run());
    checkMemory();
    if (module.start().isPresent()) {
      findings.add(
          Finding.warning(
              "has a start function, which runs before there is a context: a hostcall in it fails",
              "Export it as _initialize instead."));
    }
    checkFeatures();
  }

  private void checkMarkers() {
    List<String> markers =
        module.exportSection().stream()
            .map(Export::name)
            .filter(name -> name.startsWith(AbiVersion.MARKER))
            .toList();
    if (abiVersion(module).isEmpty()) {
      findings.add(
          Finding.error(
              markers.isEmpty()
                  ? "exports no proxy_abi_version_...: it is not a Proxy-Wasm plugin"
                  : "is marked " + markers.get(0) + ", a version that no host serves",
              "Hosts serve 0.1.0, 0.2.0 and 0.2.1; a plugin exports e.g. proxy_abi_version_0_2_1."));
    } else if (markers.size() > 1) {
      findings.add(
          Finding.warning(
              "is marked with several ABI versions: " + String.join(", ", markers),
              "The first one that a host knows counts; export only that one."));
    }
  }

  private void checkMemory() {
    List<MemoryType> memories = module.memories();
    if (memories.size() != 1) {
      findings.add(
          Finding.error(
              "has " + (memories.isEmpty() ? "no memory" : memories.size() + " memories"),
              "A plugin has exactly one, and exports it as memory."));
      return;
    }
    if (module.exportSection().stream()
        .noneMatch(
            export -> export.kind() == ExternKind.MEMORY && export.name().equals("memory"))) {
      findings.add(Finding.error("does not export its memory", "Export it as memory."));
    }
    long pages = memories.get(0).pages().minimum();
    if (Long.compareUnsigned(pages, GIBIBYTE_PAGES) > 0) {
      findings.add(
          Finding.error(
              "needs " + Long.toUnsignedString(pages) + " pages of memory at the start",
              "Hosts give no more than 1 GiB: " + GIBIBYTE_PAGES + " pages."));
    }
  }

  private void checkFeatures() {
    Set<Feature> features = ModuleFeatures.of(module);
    if (features.contains(Feature.WIDE_MEMORY)) {
      findings.add(
          Finding.error(
              "has a memory with 64-bit addresses",
              "Build for wasm32: the ABI's addresses have 32 bits."));
    }
    if (features.contains(Feature.THREADS)) {
      findings.add(
          Finding.warning(
              "uses instructions for threads", "A plugin runs on one thread; build without them."));
    }
    if (features.contains(Feature.GC) || features.contains(Feature.EXCEPTIONS)) {
      features.removeIf(feature -> feature != Feature.GC && feature != Feature.EXCEPTIONS);
      String needed =
          features.stream().map(Feature::toString).reduce((a, b) -> a + " and " + b).orElse("");
      findings.add(
          Finding.info(
              "needs WebAssembly 3.0 ("
                  + needed
                  + "): Envoy 1.36 and newer have it; hosts on older engines, on wasmtime before 47 or on WAMR do not"));
    }
  }
}
