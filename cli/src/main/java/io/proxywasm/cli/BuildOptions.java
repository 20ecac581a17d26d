package io.proxywasm.cli;

import io.proxywasm.compiler.HostProfile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the user may choose about a build.
 *
 * @param output the file to write, if it is not the project's {@code target/plugin.wasm}
 * @param names whether the module keeps names
 * @param host the host that it is for
 * @param mainClass the main class, if it is not to be looked for
 */
record BuildOptions(
    Optional<Path> output, boolean names, HostProfile host, Optional<String> mainClass) {
  static BuildOptions defaults() {
    return new BuildOptions(Optional.empty(), false, HostProfile.ENVOY_1_36, Optional.empty());
  }
}
