package io.proxywasm.testkit;

import io.proxywasm.envoy.EnvoyBinary;
import io.proxywasm.envoy.EnvoyException;
import io.proxywasm.envoy.EnvoyInstaller;
import java.util.Optional;

/** Finds the Envoy of the tests. Used only when the envoy module is on the class path. */
final class EnvoySupport {
  private static final String MODULE = "io.proxywasm.envoy.EnvoyInstaller";

  private EnvoySupport() {}

  /** Why there is none; nothing when there is one. */
  static Optional<String> missing() {
    try {
      Class.forName(MODULE, false, EnvoySupport.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return Optional.of(
          "The mode ENVOY needs the dependency io.proxywasm:proxy-wasm-envoy on the class path of"
              + " the tests.");
    }
    return Located.MISSING;
  }

  static EnvoyBinary binary() {
    return Located.BINARY.orElseThrow(
        () -> new IllegalStateException(Located.MISSING.orElse("no Envoy")));
  }

  /** Looked for once. */
  private static final class Located {
    static final Optional<EnvoyBinary> BINARY;
    static final Optional<String> MISSING;

    static {
      Optional<EnvoyBinary> binary = Optional.empty();
      Optional<String> missing = Optional.empty();
      try {
        binary = Optional.of(EnvoyInstaller.create().locate());
      } catch (EnvoyException e) {
        missing = Optional.of("There is no Envoy here: " + e.getMessage());
      }
      BINARY = binary;
      MISSING = missing;
    }
  }
}
