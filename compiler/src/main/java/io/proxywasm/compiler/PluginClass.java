package io.proxywasm.compiler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;

/** Looks at the main class before TeaVM does, for messages in the words of a plugin's author. */
final class PluginClass {
  private PluginClass() {}

  static Optional<Diagnostic> check(String mainClass, List<Path> classPath) {
    if (mainClass.isEmpty()) {
      return Optional.of(
          Diagnostic.error(
              "no main class is given", "Name the class whose main calls ProxyWasm.http(...)."));
    }
    String file = mainClass.replace('.', '/') + ".class";
    Optional<byte[]> bytes = find(file, classPath);
    if (bytes.isEmpty()) {
      return Optional.of(
          Diagnostic.error(
              "main class " + mainClass + " is not on the class path",
              "Check its name with its package; "
                  + file
                  + " was looked for in "
                  + classPath
                  + "."));
    }
    if (!MainClass.hasMain(bytes.get())) {
      return Optional.of(
          Diagnostic.error(
              mainClass + " has no main",
              "Add public static void main(String[] args) and call ProxyWasm.http(...) in it."));
    }
    if (find("io/proxywasm/sdk/wasm/Start.class", classPath).isEmpty()) {
      return Optional.of(
          Diagnostic.error(
              "the sdk is not on the class path",
              "Add the dependency io.proxywasm:proxy-wasm-sdk."));
    }
    return Optional.empty();
  }

  private static Optional<byte[]> find(String file, List<Path> classPath) {
    for (Path entry : classPath) {
      try {
        if (Files.isDirectory(entry)) {
          Path path = entry.resolve(file);
          if (Files.isRegularFile(path)) {
            return Optional.of(Files.readAllBytes(path));
          }
        } else {
          try (JarFile jar = new JarFile(entry.toFile(), false)) {
            var found = jar.getEntry(file);
            if (found != null) {
              try (InputStream in = jar.getInputStream(found)) {
                return Optional.of(in.readAllBytes());
              }
            }
          }
        }
      } catch (IOException unreadable) {
        // TeaVM passes over what it cannot read too; the class is then reported as missing.
      }
    }
    return Optional.empty();
  }
}
