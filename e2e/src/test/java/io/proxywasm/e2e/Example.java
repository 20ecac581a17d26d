package io.proxywasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.WasmCode;
import java.nio.file.Path;

/** The examples as the Maven plugin built them. */
final class Example {
  private Example() {}

  /** The module in a folder below {@code examples}. */
  static WasmCode code(String folder) {
    Path file = Path.of("..", "examples", folder, "target", "plugin.wasm");
    assertThat(file)
        .describedAs("The example is built before this module: run ./mvnw verify at the root.")
        .exists();
    return WasmCode.file(file);
  }

  /** The plugin of a folder, in a VM of its own. */
  static EnvoyPlugin.Builder plugin(String folder) {
    return EnvoyPlugin.builder(folder, code(folder)).vmId(folder);
  }
}
