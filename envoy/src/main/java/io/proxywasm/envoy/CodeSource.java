package io.proxywasm.envoy;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** How a module is named in a configuration: a path, or inline. */
interface CodeSource {
  Map<String, Object> of(WasmCode code);

  /** Files by their own path, bytes inline. */
  static Map<String, Object> asGiven(WasmCode code) {
    Path file = code.fileOrNull();
    return file != null
        ? Map.of("local", Map.of("filename", file.toString()))
        : Map.of("local", Map.of("inline_bytes", Base64.getEncoder().encodeToString(code.read())));
  }
}
