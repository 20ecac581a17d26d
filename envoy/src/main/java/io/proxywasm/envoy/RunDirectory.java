package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of one running Envoy. */
final class RunDirectory {
  private final Path directory;
  private long version;

  private RunDirectory(Path directory) {
    this.directory = directory;
  }

  static RunDirectory create() {
    try {
      return new RunDirectory(Files.createTempDirectory("pwj-envoy-"));
    } catch (IOException e) {
      throw new EnvoyException("Cannot make a temporary directory: " + e.getMessage(), e);
    }
  }

  Path path() {
    return directory;
  }

  Path adminAddress() {
    return directory.resolve("admin");
  }

  Path writeBootstrap() {
    Path file = directory.resolve("bootstrap.json");
    replace(
        file,
        Json.write(
            BootstrapRenderer.watching(
                directory.resolve("lds.json"), directory.resolve("cds.json"))));
    return file;
  }

  /** Replaces the clusters and returns the new version. */
  String writeClusters(List<EnvoyCluster> clusters) {
    return write(
        "cds.json",
        "envoy.config.cluster.v3.Cluster",
        clusters.stream().map(ClusterRenderer::render).toList());
  }

  /** Replaces the listeners and returns the new version. */
  String writeListeners(List<EnvoyListener> listeners) {
    ListenerRenderer renderer = new ListenerRenderer(this::snapshot);
    return write(
        "lds.json",
        "envoy.config.listener.v3.Listener",
        listeners.stream().map(renderer::render).toList());
  }

  private String write(String name, String type, List<Fields> resources) {
    String next = Long.toString(++version);
    replace(
        directory.resolve(name), Json.write(BootstrapRenderer.resources(next, type, resources)));
    return next;
  }

  /** A copy that no build overwrites while Envoy reads it. Its name follows its content. */
  private Map<String, Object> snapshot(WasmCode code) {
    byte[] module = code.read();
    Path file = directory.resolve(Sha256.of(module) + ".wasm");
    try {
      if (!Files.exists(file)) {
        Files.write(file, module);
      }
    } catch (IOException e) {
      throw new EnvoyException("Cannot write " + file + ": " + e.getMessage(), e);
    }
    return Map.of("local", Map.of("filename", file.toString()));
  }

  /** Envoy sees a replaced file only when it is moved there. */
  private static void replace(Path file, String content) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, content, UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new EnvoyException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  void delete() {
    deleteTree(directory);
  }

  static void deleteTree(Path root) {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // A temporary directory that stays behind is no reason to fail.
    }
  }
}
