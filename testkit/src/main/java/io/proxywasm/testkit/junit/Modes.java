package io.proxywasm.testkit.junit;

import io.proxywasm.testkit.Mode;
import java.util.List;

/** In which modes a test runs: in each of them once, as a test of its own in the report. */
public enum Modes {
  /** {@link #BOTH}; in a debugger {@link #JAVA}. */
  DEFAULT,
  /** The plugin's classes on this JVM: {@link Mode#JAVA}. */
  JAVA,
  /** The compiled module: {@link Mode#WASM}. */
  WASM,
  /** As classes and as the compiled module. */
  BOTH,
  /** The compiled module in a real Envoy: {@link Mode#ENVOY}. */
  ENVOY,
  /** As classes, as the compiled module, and in a real Envoy. */
  ALL;

  List<Mode> modes() {
    return switch (this) {
      case DEFAULT -> (Mode.isDebugging() ? JAVA : BOTH).modes();
      case JAVA -> List.of(Mode.JAVA);
      case WASM -> List.of(Mode.WASM);
      case BOTH -> List.of(Mode.JAVA, Mode.WASM);
      case ENVOY -> List.of(Mode.ENVOY);
      case ALL -> List.of(Mode.values());
    };
  }
}
