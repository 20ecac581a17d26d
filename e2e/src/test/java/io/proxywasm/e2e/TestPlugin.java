package io.proxywasm.e2e;

import io.proxywasm.abi.Status;
import io.proxywasm.compiler.CompileResult;
import io.proxywasm.compiler.Compiler;
import io.proxywasm.config.ConfigException;
import io.proxywasm.e2e.host.AsJava;
import io.proxywasm.envoy.WasmCode;
import io.proxywasm.json.JsonReader;
import io.proxywasm.sdk.ProxyWasm;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Compiles plugins of this module, each once. */
final class TestPlugin {
  private record Key(Class<?> main, boolean names) {}

  private static final Map<Key, byte[]> MODULES = new ConcurrentHashMap<>();

  private TestPlugin() {}

  /** The module as it is shipped. */
  static WasmCode code(Class<?> main) {
    return WasmCode.bytes(module(main, false));
  }

  /** The module with names, as it is debugged. */
  static WasmCode named(Class<?> main) {
    return WasmCode.bytes(module(main, true));
  }

  static byte[] module(Class<?> main, boolean names) {
    return MODULES.computeIfAbsent(
        new Key(main, names),
        key -> {
          CompileResult result = compiler(main).keepNames(names).compile();
          byte[] module =
              result
                  .module()
                  .orElseThrow(
                      () ->
                          new AssertionError(main + " does not compile: " + result.diagnostics()));
          AsJava.register(module, main.getName(), classPath(main));
          return module;
        });
  }

  static Compiler.Builder compiler(Class<?> main) {
    return Compiler.builder().mainClass(main.getName()).classPath(classPath(main));
  }

  static List<Path> classPath(Class<?> main) {
    return List.of(
        origin(main),
        origin(ProxyWasm.class),
        origin(Status.class),
        origin(JsonReader.class),
        origin(ConfigException.class));
  }

  static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
