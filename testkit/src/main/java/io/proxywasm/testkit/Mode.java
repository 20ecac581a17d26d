package io.proxywasm.testkit;

import java.util.Optional;

/** What runs in a test. */
public enum Mode {
  /** The plugin's classes on this JVM: starts at once, breakpoints work. */
  JAVA,
  /** The compiled module, as a proxy would load it. */
  WASM,
  /** The compiled module in a real Envoy; only what can be driven from outside. */
  ENVOY;

  /**
   * Why a mode cannot be had here; nothing when it can. The mode {@link #ENVOY} needs the artifact
   * {@code proxy-wasm-envoy}, and an Envoy, which that fetches.
   */
  public Optional<String> missing() {
    return this == ENVOY ? EnvoySupport.missing() : Optional.empty();
  }

  /** Whether this JVM was started for a debugger. Callbacks may then run as long as they like. */
  public static boolean isDebugging() {
    return Debugger.isAttached();
  }
}
