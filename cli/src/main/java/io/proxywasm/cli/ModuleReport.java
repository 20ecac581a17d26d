package io.proxywasm.cli;

import io.proxywasm.compiler.Finding;
import io.proxywasm.compiler.HostProfile;
import io.proxywasm.compiler.ModuleCheck;
import io.proxywasm.wasm.Import;
import io.proxywasm.wasm.NameSection;
import io.proxywasm.wasm.SizeReport;
import io.proxywasm.wasm.WasmModule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to know about a module.
 *
 * @param module the module
 * @param sizes what its bytes are for
 * @param hasNames whether the sizes tell classes apart
 */
record ModuleReport(WasmModule module, SizeReport sizes, boolean hasNames) {
  static ModuleReport of(byte[] module, byte[] named) {
    return of(WasmModule.read(module), WasmModule.read(named).names());
  }

  static ModuleReport of(WasmModule module, Optional<NameSection> names) {
    return new ModuleReport(
        module,
        names.map(given -> SizeReport.of(module, given)).orElseGet(() -> SizeReport.of(module)),
        names.isPresent());
  }

  /** What the bytes are for: packages, and all that is not code. */
  Map<String, Integer> packages() {
    return sizes.byPackage();
  }

  /** The hosts that take the module. */
  List<HostProfile> hosts() {
    return Arrays.stream(HostProfile.values())
        .filter(
            host ->
                ModuleCheck.check(module, host).stream()
                    .noneMatch(finding -> finding.severity() == Finding.Severity.ERROR))
        .toList();
  }

  String hostsText() {
    List<HostProfile> hosts = hosts();
    List<HostProfile> envoys = hosts.stream().filter(HostProfile::isEnvoy).toList();
    if (hosts.isEmpty()) {
      return "no host; 'pwj validate' tells why";
    }
    StringBuilder text = new StringBuilder();
    if (!envoys.isEmpty()) {
      text.append(envoys.get(0));
    }
    if (envoys.size() > 1) {
      String last = envoys.get(envoys.size() - 1).id();
      text.append(" to ").append(last.substring(last.indexOf('-') + 1));
    }
    hosts.stream()
        .filter(host -> !host.isEnvoy())
        .forEach(host -> text.append(text.length() == 0 ? "" : ", ").append(host));
    return text.toString();
  }

  String abi() {
    return ModuleCheck.abiVersion(module).map(Object::toString).orElse("none");
  }

  Map<String, Object> summaryJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("size", sizes.total());
    json.put("abi", abi());
    json.put("hosts", hosts().stream().map(HostProfile::id).toList());
    json.put("imports", module.importSection().stream().map(ModuleReport::name).toList());
    json.put("packages", packages());
    return json;
  }

  static String name(Import imported) {
    return imported.module() + "." + imported.name();
  }
}
