package io.proxywasm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads what a process used, from Linux's {@code /proc}.
 *
 * <p>CPU time comes from {@code schedstat}, which counts nanoseconds; {@code utime} and {@code
 * stime} count ticks of 10 ms, too coarse for a round of half a second.
 */
public final class ProcessUsage {
  private static final String WORKER = "wrk:worker_";

  private final Path process;

  /** Looks at a process. */
  public ProcessUsage(long pid) {
    this(Path.of("/proc", Long.toString(pid)));
  }

  ProcessUsage(Path process) {
    this.process = process;
  }

  /** CPU time of all threads of the process that are alive, and of Envoy's workers among them. */
  CpuTime cpu() {
    long all = 0;
    long workers = 0;
    try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
      for (Path task : tasks.toList()) {
        try {
          long nanos = Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
          all += nanos;
          if (Files.readString(task.resolve("comm")).startsWith(WORKER)) {
            workers += nanos;
          }
        } catch (NoSuchFileException ignored) {
          // A thread that ended in between.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read CPU times; is this Linux, and is Envoy alive?", e);
    }
    return new CpuTime(all, workers);
  }

  /** Resident memory in KiB. */
  public long residentKib() {
    return statusKib("VmRSS:");
  }

  /**
   * Linear memory of all instances of all modules in KiB, read off the memory map.
   *
   * <p>V8 reserves gigabytes of address space for each memory and makes only what the module may
   * use writable: a writable mapping that is followed by an inaccessible one of two gigabytes or
   * more is a linear memory.
   */
  public long linearKib() {
    try {
      return MemoryMap.linearKib(Files.readAllLines(process.resolve("maps")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long statusKib(String field) {
    try {
      List<String> lines = Files.readAllLines(process.resolve("status"));
      for (String line : lines) {
        if (line.startsWith(field)) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
      throw new BenchException(process + "/status has no " + field);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
