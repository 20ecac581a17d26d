package io.proxywasm.compiler.teavm;

import io.proxywasm.compiler.Diagnostic;
import io.proxywasm.compiler.Diagnostic.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What TeaVM made of a plugin.
 *
 * @param module the module before linking, with its name section; nothing if there are errors
 * @param diagnostics what there is to say
 * @param importPaths for each function that a reached Java method stands for, by {@code
 *     module.name}: the calls that lead there, the plugin's own line first
 */
public record TeaVmBuild(
    Optional<byte[]> module, List<Diagnostic> diagnostics, Map<String, List<Place>> importPaths) {
  /** Makes immutable copies. */
  public TeaVmBuild {
    diagnostics = List.copyOf(diagnostics);
    importPaths = Map.copyOf(importPaths);
  }
}
