package io.proxywasm.e2e;

import io.proxywasm.e2e.host.HostKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What Envoy did, in files: so that each host is held against it, also where there is no Envoy.
 * With {@code -Dgolden=write} what Envoy does now is written.
 */
final class Golden {
  private static final Path DIRECTORY = Path.of("src", "test", "golden");

  private static final Path DIFFERENCES = DIRECTORY.resolve("differences.txt");

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
    return Files.exists(file) && read(file).equals(CRASH);
  }

  static void check(HostKind host, String name, List<String> lines) {
    Path file = file(name);
    if (host == HostKind.ENVOY && isWritten()) {
      write(file, lines);
    }
    String differences = differences(read(file), String.join("\n", lines).lines().toList());
    if (host != HostKind.ENVOY && isMeantToDiffer(name)) {
      if (differences.isEmpty()) {
        throw new AssertionError(
            host + " does what Envoy did after " + file + ": remove it from " + DIFFERENCES);
      }
      return;
    }
    if (!differences.isEmpty()) {
      throw new AssertionError(
          host + " does not do what Envoy did (-), but (+), after " + file + ":\n" + differences);
    }
  }

  private static boolean isMeantToDiffer(String name) {
    return read(DIFFERENCES).contains("  " + name);
  }

  private static Path file(String name) {
    return DIRECTORY.resolve(name + ".txt");
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines that differ, by the longest common sequence. */
  private static String differences(List<String> old, List<String> fresh) {
    int[][] common = new int[old.size() + 1][fresh.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int k = fresh.size() - 1; k >= 0; k--) {
        common[i][k] =
            old.get(i).equals(fresh.get(k))
                ? common[i + 1][k + 1] + 1
                : Math.max(common[i + 1][k], common[i][k + 1]);
      }
    }
    List<String> result = new ArrayList<>();
    int i = 0;
    int k = 0;
    while (i < old.size() || k < fresh.size()) {
      if (i < old.size() && k < fresh.size() && old.get(i).equals(fresh.get(k))) {
        i++;
        k++;
      } else if (i < old.size() && (k == fresh.size() || common[i + 1][k] >= common[i][k + 1])) {
        result.add("-" + old.get(i++));
      } else {
        result.add("+" + fresh.get(k++));
      }
    }
    return String.join("\n", result);
  }
}
