package io.proxywasm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Runs the peers' build scripts.
 *
 * <p>A script that fails, for want of a tool or of a network, leaves its peer out and no more. What
 * was built is kept, and used again as long as the peer's source is the same.
 */
final class PeerBuild {
  private static final int MINUTES = 15;

  private final Path plugins;
  private final Path target;

  PeerBuild(Path bench) {
    this.plugins = bench.resolve("plugins");
    this.target = bench.resolve("target").resolve("plugins");
  }

  /** Builds a peer's plugin for a workload that it has. */
  BuildResult build(Peer peer, Workload workload) {
    String program = Objects.requireNonNull(peer.programs().get(workload));
    String name = workload.listener(peer.name());
    Path source = plugins.resolve(peer.folder());
    Path work = target.resolve(peer.folder());
    Path raw = target.resolve(name + ".raw.wasm");
    Path key = target.resolve(name + ".key");
    Path log = target.resolve(name + ".log");
    try {
      Files.createDirectories(work);
      if (peer.name().equals(Peer.JAVA)) {
        Files.write(raw, JavaBuild.build(source, work, program));
        return new BuildResult.Built(strip(workload, peer.name(), peer.title(), raw));
      }
      String now = SourceKey.of(source, program);
      boolean cached = Files.exists(raw) && Files.exists(key) && Files.readString(key).equals(now);
      if (!cached) {
        Files.deleteIfExists(key);
        int exit = run(source.resolve("build"), work, raw, program, log);
        if (exit != 0) {
          return new BuildResult.LeftOut(workload, peer.name(), peer.title(), reason(log));
        }
        Files.writeString(key, now);
      }
      return new BuildResult.Built(strip(workload, peer.name(), peer.title(), raw));
    } catch (BenchException e) {
      return new BuildResult.LeftOut(
          workload, peer.name(), peer.title(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a module that is already there; the copy that is measured is stripped, too. */
  Plugin take(Workload workload, String name, Path module) {
    try {
      Files.createDirectories(target);
      return strip(workload, name, name, module);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the plugin " + name, e);
    }
  }

  private Plugin strip(Workload workload, String name, String title, Path raw) throws IOException {
    byte[] bytes = WasmSections.strip(Files.readAllBytes(raw));
    Path module = target.resolve(workload.listener(name) + ".wasm");
    Files.write(module, bytes);
    return new Plugin(workload, name, title, module, bytes.length);
  }

  private static int run(Path script, Path work, Path out, String program, Path log)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", script.toString(), work.toString(), out.toString()));
    if (!program.isEmpty()) {
      command.add(program);
    }
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      process.getOutputStream().close();
      if (process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      Files.writeString(log, "the build took longer than " + MINUTES + " minutes");
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while building " + out.getFileName(), e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private static String reason(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty()
        ? "its build failed without a word"
        : lines.get(lines.size() - 1).strip();
  }
}
