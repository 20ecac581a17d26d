package io.proxywasm.bench.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The plugins that bench/run has built. */
final class Modules {
  private Modules() {}

  static Path directory() {
    return Path.of(System.getProperty("bench.plugins", "bench/target/plugins"));
  }

  static byte[] read(String plugin) {
    Path file = directory().resolve("headers-" + plugin + ".wasm");
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("No plugin " + file + ": bench/run builds it first", e);
    }
  }
}
