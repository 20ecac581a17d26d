package io.proxywasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Envoy did, in files: so that each host is held against it, also where there is no Envoy.
 * With {@code -Dgolden=write} what Envoy does now is written.
 */
final class Golden {
  private static final Path DIRECTORY = Path.of("src", "test", "golden");

  /** All that a golden file says when Envoy ended. */
  static final List<String> CRASH = List.of("CRASH");

  private Golden() {}

  /** Whether what Envoy does now is written. */
  static boolean isWritten() {
    return "write".equals(System.getProperty("golden"));
  }

  /** Whether Envoy ended. */
  static boolean isCrash(String name) {
    Path file = file(name);
    try {
      return Files.exists(file) && Files.readAllLines(file).equals(CRASH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String name) {
    return DIRECTORY.resolve(name + ".txt");
  }

  static void check(HostKind host, String name, List<String> lines) {
    Path file = file(name);
    try {
      if (host == HostKind.ENVOY && isWritten()) {
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
      }
      assertThat(String.join("\n", lines))
          .describedAs("what %s does, and what Envoy did as %s says", host, file)
          .isEqualTo(String.join("\n", Files.readAllLines(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
