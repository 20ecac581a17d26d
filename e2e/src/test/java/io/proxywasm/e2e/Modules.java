package io.proxywasm.e2e;

import java.util.List;

/** The modules of this project. */
final class Modules {
  /** Those whose classes others call. */
  static final List<String> LIBRARIES =
      List.of(
          "abi",
          "sdk",
          "json",
          "config",
          "toolbox",
          "wasm",
          "compiler",
          "envoy",
          "host",
          "java-guest",
          "proxy",
          "testkit");

  private Modules() {}
}
