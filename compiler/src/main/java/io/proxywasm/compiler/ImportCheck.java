package io.proxywasm.compiler;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.wasm.ExternKind;
import io.proxywasm.wasm.FunctionReference;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.Import;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what a module imports with what a host gives. */
final class ImportCheck {
  private final WasmModule module;
  private final HostProfile host;
  private final AbiVersion version;
  private final Map<String, Map<String, FunctionType>> given;

  ImportCheck(WasmModule module, HostProfile host, AbiVersion version) {
    this.module = module;
    this.host = host;
    this.version = version;
    this.given = functions(host, version);
  }

  List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (Import wanted : module.importSection()) {
      if (wanted.type() instanceof FunctionReference function) {
        checkFunction(wanted, module.signature(function.typeIndex())).ifPresent(findings::add);
      } else {
        findings.add(notAFunction(wanted));
      }
    }
    return findings;
  }

  private Optional<Finding> checkFunction(Import wanted, FunctionType type) {
    FunctionType known = given.getOrDefault(wanted.module(), Map.of()).get(wanted.name());
    if (known == null) {
      return Optional.of(
          Finding.error(
              "imports " + name(wanted) + ", which " + host + " does not provide", fix(wanted)));
    }
    if (known.equals(type)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error(
            "imports " + name(wanted) + " as " + type + ", but " + host + " provides " + known,
            "Declare the import with the ABI's types."));
  }

  private String fix(Import wanted) {
    for (AbiVersion other : AbiVersion.values()) {
      if (functions(host, other)
          .getOrDefault(wanted.module(), Map.of())
          .containsKey(wanted.name())) {
        return "It belongs to ABI version "
            + other
            + "; the module is marked as "
            + version
            + ". Export "
            + other.marker()
            + " instead.";
      }
    }
    for (Map.Entry<String, Map<String, FunctionType>> entry : given.entrySet()) {
      if (entry.getValue().containsKey(wanted.name())) {
        return "It is in the module " + entry.getKey() + ".";
      }
    }
    Map<String, FunctionType> sameModule = given.getOrDefault(wanted.module(), Map.of());
    return Similar.to(wanted.name(), sameModule.keySet())
        .map(name -> "Did you mean " + wanted.module() + "." + name + "?")
        .orElseGet(() -> ForeignImports.advice(wanted.module(), wanted.name()));
  }

  private Finding notAFunction(Import wanted) {
    String what = "imports the " + wanted.type().kind() + " " + name(wanted);
    if (wanted.type().kind() == ExternKind.MEMORY || wanted.type().kind() == ExternKind.TABLE) {
      return Finding.warning(
          what + ", which some hosts do not provide",
          "Let the module define and export its own " + wanted.type().kind() + ".");
    }
    return Finding.error(
        what + ", which no Proxy-Wasm host provides",
        wanted.module().startsWith("teavm")
            ? "It is TeaVM's output as it is; compile it with this project's compiler, which links it."
            : "Define it in the module.");
  }

  private static String name(Import wanted) {
    return wanted.module() + "." + wanted.name();
  }

  private static Map<String, Map<String, FunctionType>> functions(
      HostProfile host, AbiVersion version) {
    Map<String, Map<String, FunctionType>> functions = new LinkedHashMap<>();
    for (HostFunction function : host.functions(version)) {
      functions
          .computeIfAbsent(function.module(), module -> new LinkedHashMap<>())
          .put(function.name(), function.type());
    }
    return functions;
  }
}
