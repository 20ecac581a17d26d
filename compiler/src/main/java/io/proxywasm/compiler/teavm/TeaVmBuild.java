package io.proxywasm.compiler.teavm;

import io.proxywasm.compiler.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What TeaVM made of a plugin.
 *
 * @param module the module before linking, with its name section; nothing if there are errors
 * @param diagnostics what there is to say
 */
public record TeaVmBuild(Optional<byte[]> module, List<Diagnostic> diagnostics) {
  /** Makes an immutable copy of the diagnostics. */
  public TeaVmBuild {
    diagnostics = List.copyOf(diagnostics);
  }
}
