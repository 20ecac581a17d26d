package io.proxywasm.compiler;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.wasm.AbstractHeapType;
import io.proxywasm.wasm.Export;
import io.proxywasm.wasm.ExternKind;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.NumberType;
import io.proxywasm.wasm.ReferenceType;
import io.proxywasm.wasm.ValueType;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares what a module exports with what a host looks for. */
final class ExportCheck {
  private static final String ABORTS =
      "Do not export it: Envoy asks its engine for the type of every export, and the engine then aborts the process.";

  private final WasmModule module;
  private final HostProfile host;
  private final Map<String, FunctionType> callbacks;

  ExportCheck(WasmModule module, HostProfile host, AbiVersion version) {
    this.module = module;
    this.host = host;
    this.callbacks = host.callbacks(version);
  }

  List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (Export export : module.exportSection()) {
      checkType(export).or(() -> checkCallback(export)).ifPresent(findings::add);
    }
    if (module.exportSection().stream()
        .noneMatch(export -> HostCallbacks.ALLOCATORS.contains(export.name()))) {
      findings.add(
          Finding.error(
              "exports neither malloc nor proxy_on_memory_allocate",
              "The host needs one of them to hand strings over; an sdk exports it."));
    }
    return findings;
  }

  /** V8's C interface knows numbers, funcref and externref, and nothing else. */
  private Optional<Finding> checkType(Export export) {
    boolean known =
        switch (export.kind()) {
          case FUNCTION -> {
            FunctionType type = module.functionType(export.index());
            yield Stream.concat(type.parameters().stream(), type.results().stream())
                .allMatch(ExportCheck::isKnown);
          }
          case GLOBAL -> isKnown(module.globals().get(export.index()).value());
          case TABLE -> isKnown(module.tables().get(export.index()).element());
          case MEMORY -> true;
          case TAG -> false;
        };
    if (known) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error(
            "exports the "
                + export.kind()
                + " "
                + export.name()
                + (export.kind() == ExternKind.TAG
                    ? ""
                    : ", whose type holds garbage-collected references or vectors"),
            ABORTS));
  }

  private static boolean isKnown(ValueType type) {
    if (type instanceof ReferenceType reference) {
      return reference.nullable()
          && (reference.target() == AbstractHeapType.FUNC
              || reference.target() == AbstractHeapType.EXTERN);
    }
    return type != NumberType.V128;
  }

  private Optional<Finding> checkCallback(Export export) {
    FunctionType expected = callbacks.get(export.name());
    if (expected != null) {
      return checkSignature(export, expected);
    }
    if (!export.name().startsWith("proxy_on_")) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warning(
            "exports " + export.name() + ", which " + host + " never calls",
            Similar.to(export.name(), callbacks.keySet())
                .map(name -> "Did you mean " + name + "?")
                .orElse("Check its name against the ABI.")));
  }

  private Optional<Finding> checkSignature(Export export, FunctionType expected) {
    if (export.kind() == ExternKind.FUNCTION
        && module.functionType(export.index()).equals(expected)) {
      return Optional.empty();
    }
    String seen =
        export.kind() == ExternKind.FUNCTION
            ? module.functionType(export.index()).toString()
            : "a " + export.kind();
    return Optional.of(
        Finding.error(
            "exports " + export.name() + " as " + seen + ", but " + host + " calls " + expected,
            "A callback with a wrong signature keeps the whole plugin from loading; correct or remove it."));
  }
}
