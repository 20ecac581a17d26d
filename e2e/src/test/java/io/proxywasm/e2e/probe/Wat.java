package io.proxywasm.e2e.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Assembles WebAssembly text with the Python package {@code wasmtime}, which pip fetches once into
 * the cache that Envoy is in too. Modules are kept in {@code target}. Where there is no assembler,
 * tests are skipped.
 */
public final class Wat {
  private static final String VERSION = "50.0.1";
  private static final String ASSEMBLE =
      "import sys, wasmtime;"
          + "sys.stdout.buffer.write(bytes(wasmtime.wat2wasm(sys.stdin.buffer.read().decode())))";
  private static final Map<String, byte[]> MODULES = new ConcurrentHashMap<>();

  private Wat() {}

  /** Returns the module of a text. */
  public static byte[] assemble(String text) {
    return MODULES.computeIfAbsent(text, Wat::kept).clone();
  }

  private static byte[] kept(String text) {
    Path file =
        Path.of("target", "wat", ToolCache.sha256(text.getBytes(UTF_8)) + ".wasm").toAbsolutePath();
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        Path fresh = Files.createTempFile(file.getParent(), "new", ".wasm");
        Files.write(fresh, run(text));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] run(String text) throws IOException {
    Path packages = packages();
    Path source = Files.createTempFile("pwj-", ".wat");
    Path output = Files.createTempFile("pwj-", ".wasm");
    Path errors = Files.createTempFile("pwj-", ".err");
    try {
      Files.writeString(source, text);
      ProcessBuilder python =
          new ProcessBuilder("python3", "-c", ASSEMBLE)
              .redirectInput(source.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      python.environment().put("PYTHONPATH", packages.toString());
      if (await(python.start(), 60) != 0) {
        throw new AssertionError("cannot assemble: " + Files.readString(errors) + "\n" + text);
      }
      return Files.readAllBytes(output);
    } finally {
      for (Path file : List.of(source, output, errors)) {
        Files.delete(file);
      }
    }
  }

  /** Where the package is; fetched when it is not there. */
  private static synchronized Path packages() throws IOException {
    Path parent = ToolCache.directory().resolve("wasmtime");
    Path home = parent.resolve(VERSION);
    if (!Files.isDirectory(home)) {
      Files.createDirectories(parent);
      Path fresh = Files.createTempDirectory(parent, "." + VERSION + "-");
      try {
        fetch(fresh);
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        if (!Files.isDirectory(home)) {
          throw e;
        }
        // Another process was faster.
      } finally {
        deleteTree(fresh);
      }
    }
    return home;
  }

  private static void fetch(Path target) throws IOException {
    Path log = Files.createTempFile("pwj-", ".log");
    try {
      ProcessBuilder pip =
          new ProcessBuilder(
                  "python3",
                  "-m",
                  "pip",
                  "install",
                  "--quiet",
                  "--disable-pip-version-check",
                  "--no-input",
                  "--no-deps",
                  "--retries=1",
                  "--only-binary=:all:",
                  "--root-user-action=ignore",
                  "--target=" + target,
                  "wasmtime==" + VERSION)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      int exit;
      try {
        exit = await(pip.start(), 300);
      } catch (IOException e) {
        Assumptions.abort("No python3 here, so no WebAssembly text is assembled: " + e);
        throw e;
      }
      if (exit != 0) {
        deleteTree(target);
        Assumptions.abort(
            "The package wasmtime is not to be had, so no WebAssembly text is assembled: "
                + Files.readString(log));
      }
    } finally {
      Files.delete(log);
    }
  }

  private static int await(Process process, long seconds) throws IOException {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("no end after " + seconds + " s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
