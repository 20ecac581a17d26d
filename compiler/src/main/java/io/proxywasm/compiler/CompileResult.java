package io.proxywasm.compiler;

import java.util.List;
import java.util.Optional;

/**
 * What came of a compilation: a module, or the reasons why there is none.
 *
 * @param module the bytes of {@code plugin.wasm}; nothing if a diagnostic is an error
 * @param diagnostics what there is to say, errors first
 * @param names the module with its name section, which tells what the bytes are for; nothing if
 *     there is no module
 */
public record CompileResult(
    Optional<byte[]> module, List<Diagnostic> diagnostics, Optional<byte[]> names) {
  /** Makes an immutable copy of the diagnostics. */
  public CompileResult {
    diagnostics = List.copyOf(diagnostics);
  }

  /** Returns whether there is a module. */
  public boolean succeeded() {
    return module.isPresent();
  }

  static CompileResult failed(List<Diagnostic> diagnostics) {
    return new CompileResult(Optional.empty(), diagnostics, Optional.empty());
  }
}
