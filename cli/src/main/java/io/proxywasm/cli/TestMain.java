package io.proxywasm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests, in the JVM that {@code pwj test} starts for them. */
public final class TestMain {
  /** What a line about a test that failed begins with. */
  static final String FAILED = "FAILED ";

  private TestMain() {}

  /**
   * Runs them, and ends the JVM: with 0 when all passed, and there were any.
   *
   * @param args the folder with the classes of the tests; what their names have in them
   */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    TestPrinter printer = new TestPrinter(out::println);
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(args[0]))))
            .filters(
                ClassNameFilter.includeClassNamePatterns(".*" + Pattern.quote(args[1]) + ".*"),
                ClassNameFilter.includeClassNamePatterns(ClassNameFilter.STANDARD_INCLUDE_PATTERN))
            .build();
    LauncherFactory.create().execute(request, printer);
    System.exit(printer.end() ? 0 : 1);
  }
}
