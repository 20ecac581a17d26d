package io.proxywasm.testkit;

import io.proxywasm.compiler.CompileResult;
import io.proxywasm.compiler.Compiler;
import io.proxywasm.host.engine.WasmEngine;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.javaguest.JavaPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Code of plugins, made once and kept for all tests of the JVM. Thread-safe. */
final class PluginCode {
  private static final Path CACHE = cache();
  private static final WasmEngine ENGINE = WasmEngine.compiled(CACHE.resolve("classes"));
  private static final ModuleCache COMPILED = new ModuleCache(CACHE.resolve("test-modules"));
  private static final Map<String, byte[]> MODULES = new ConcurrentHashMap<>();
  private static final Map<String, GuestCode> CODES = new ConcurrentHashMap<>();

  private PluginCode() {}

  private static Path cache() {
    String chosen = System.getenv("PWJ_CACHE");
    return chosen == null
        ? Path.of(System.getProperty("user.home"), ".cache", "pwj")
        : Path.of(chosen);
  }

  /** The classes of a plugin, as they are on the class path of the test. */
  static GuestCode java(String mainClass) {
    return CODES.computeIfAbsent(
        "java " + mainClass,
        any ->
            JavaPlugin.of(
                mainClass,
                TestClassPath.of(mainClass),
                new JavaPlugin.Options(Debugger.isAttached(), !Debugger.isAttached())));
  }

  /** The same, compiled. */
  static GuestCode wasm(String mainClass) {
    return CODES.computeIfAbsent("wasm " + mainClass, any -> ENGINE.load(module(mainClass)));
  }

  /** A module from a file, of any language. */
  static GuestCode wasm(Path file) {
    byte[] module = read(file);
    return CODES.computeIfAbsent(
        "file " + Arrays.hashCode(module) + file, any -> ENGINE.load(module));
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The plugin " + file + " cannot be read", e);
    }
  }

  /** The module that the compiler makes of a plugin's classes. */
  static byte[] module(String mainClass) {
    return MODULES.computeIfAbsent(
        mainClass,
        any -> {
          List<Path> classPath = TestClassPath.of(mainClass);
          return COMPILED.get(mainClass, classPath, () -> compile(mainClass, classPath));
        });
  }

  private static byte[] compile(String mainClass, List<Path> classPath) {
    CompileResult result =
        Compiler.builder().mainClass(mainClass).classPath(classPath).keepNames(false).compile();
    return result
        .module()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The plugin "
                        + mainClass
                        + " does not compile:\n"
                        + result.diagnostics().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining("\n"))));
  }
}
