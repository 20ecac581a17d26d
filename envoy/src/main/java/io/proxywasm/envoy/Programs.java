package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Finds and runs programs. */
final class Programs {
  private static final int BUSY_ATTEMPTS = 200;

  record Result(int exitCode, String output) {}

  private Programs() {}

  static Optional<Path> find(String name, String searchPath) {
    for (String directory : List.of(searchPath.split(File.pathSeparator, -1))) {
      Path candidate = Path.of(directory, name);
      if (!directory.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Runs a program to its end, and returns what it wrote to both of its outputs. */
  static Result run(List<String> command, Map<String, String> environment, Duration timeout)
      throws IOException {
    Path output = Files.createTempFile("pwj-", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(output.toFile());
      if (!environment.isEmpty()) {
        builder.environment().clear();
        builder.environment().putAll(environment);
      }
      int exitCode = await(start(builder), command, timeout);
      return new Result(exitCode, new String(Files.readAllBytes(output), UTF_8));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /**
   * Starts a program that may have been written a moment ago. As long as another thread's new
   * process still holds the file open, the system answers "text file busy" (error 26).
   */
  static Process start(ProcessBuilder builder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return builder.start();
      } catch (IOException failure) {
        if (attempt == BUSY_ATTEMPTS
            || !String.valueOf(failure.getMessage()).contains("error=26,")) {
          throw failure;
        }
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }
  }

  private static int await(Process process, List<String> command, Duration timeout)
      throws IOException {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new EnvoyException(
            String.format("%s did not end within %d s.", command.get(0), timeout.toSeconds()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvoyException("Interrupted while " + command.get(0) + " ran.", e);
    } finally {
      process.destroyForcibly();
    }
  }

  static String lastLine(String output) {
    List<String> lines = new ArrayList<>(output.lines().filter(line -> !line.isBlank()).toList());
    return lines.isEmpty() ? "(no output)" : lines.get(lines.size() - 1).strip();
  }
}
