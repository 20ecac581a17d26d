package io.proxywasm.bench.testkit;

import io.proxywasm.testkit.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells how many tests run in a second, and how long the first one takes. */
public final class TestkitBench {
  private static final int ROUNDS = 8;
  private static final int FRESH_JVMS = 5;

  private TestkitBench() {}

  /**
   * Measures and prints.
   *
   * @param args nothing, or {@code first MODE} in a JVM of its own
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 2) {
      double unused = print(TestSuite.run("once", Mode.valueOf(args[1]), 1));
      return;
    }
    for (Mode mode : List.of(Mode.JAVA, Mode.WASM)) {
      List<Double> rounds = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        TestSuite.Result result = TestSuite.run("often", mode, 2);
        rounds.add(result.tests() / result.seconds());
      }
      List<Double> warm = rounds.subList(ROUNDS / 2, ROUNDS);
      line(
          "%s: %.0f tests/s on two threads after warm-up (best of %d rounds; median %.0f; first"
              + " round %.0f)",
          mode, max(warm), warm.size(), median(warm), rounds.get(0));
    }
    for (Mode mode : List.of(Mode.JAVA, Mode.WASM)) {
      List<Double> seconds = new ArrayList<>();
      for (int i = 0; i < FRESH_JVMS; i++) {
        seconds.add(first(mode));
      }
      line(
          "%s: the first test of a class in a new JVM: %.2f s (least of %d; median %.2f s)",
          mode, -max(seconds.stream().map(each -> -each).toList()), FRESH_JVMS, median(seconds));
    }
  }

  private static double max(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static double print(TestSuite.Result result) {
    line("%f", result.seconds());
    return result.seconds();
  }

  private static void line(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }

  /** From the start of the class until the end of its first test, without the JVM's own start. */
  private static double first(Mode mode) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TestkitBench.class.getName(),
                "first",
                mode.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the test failed: " + output);
    }
    return Double.parseDouble(output);
  }
}
