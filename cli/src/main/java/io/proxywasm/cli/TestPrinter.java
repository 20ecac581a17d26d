package io.proxywasm.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Tells of tests what a person at a terminal wants to know: what failed, and why. */
final class TestPrinter implements TestExecutionListener {
  private final Consumer<String> out;
  private final long start = System.nanoTime();
  private @Nullable TestPlan plan;
  private int passed;
  private int failed;
  private int skipped;

  TestPrinter(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skipped++;
    out.accept("skipped " + name(test) + ": " + reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
      case ABORTED -> {
        skipped++;
        out.accept(
            "skipped "
                + name(test)
                + ": "
                + result.getThrowable().map(Throwable::getMessage).orElse("aborted"));
      }
      case FAILED -> {
        failed++;
        Throwable failure = result.getThrowable().orElseGet(AssertionError::new);
        out.accept(TestMain.FAILED + name(test) + place(test, failure));
        print(failure);
        out.accept("");
      }
    }
  }

  /** The class, the mode, the method. */
  private String name(TestIdentifier test) {
    Deque<String> names = new ArrayDeque<>();
    TestIdentifier at = test;
    while (at != null && at.getParentIdObject().isPresent()) {
      names.addFirst(at.getDisplayName());
      at = plan == null ? null : plan.getParent(at).orElse(null);
    }
    return names.stream().collect(Collectors.joining(" > "));
  }

  /** The line of the test's class. */
  private static String place(TestIdentifier test, Throwable failure) {
    TestSource source = test.getSource().orElse(null);
    String type =
        source instanceof MethodSource method
            ? method.getClassName()
            : source instanceof ClassSource container ? container.getClassName() : "";
    for (StackTraceElement element : failure.getStackTrace()) {
      if (element.getClassName().equals(type)) {
        return " (" + element.getFileName() + ":" + element.getLineNumber() + ")";
      }
    }
    return "";
  }

  /**
   * What it says, what stands with it (the log and the callbacks), and where, if it is unforeseen.
   */
  private void print(Throwable failure) {
    boolean told = failure instanceof AssertionError;
    indented(told ? String.valueOf(failure.getMessage()) : failure.toString());
    if (!told) {
      for (StackTraceElement element : failure.getStackTrace()) {
        if (element.getClassName().startsWith("org.junit.")
            || element.getClassName().startsWith("jdk.internal.")) {
          break;
        }
        indented("    at " + element);
      }
    }
    if (failure.getCause() != null) {
      indented("caused by " + failure.getCause());
    }
    for (Throwable with : failure.getSuppressed()) {
      String text = String.valueOf(with.getMessage());
      if (!String.valueOf(failure.getMessage()).contains("callbacks and hostcalls:")) {
        indented(text);
      }
    }
  }

  private void indented(String text) {
    text.lines().forEach(line -> out.accept("  " + line));
  }

  /** Tells the sum; returns whether all is well. */
  boolean end() {
    double seconds = (System.nanoTime() - start) / 1e9;
    if (passed + failed + skipped == 0) {
      out.accept("There are no tests: no class of the sources of tests has a method with @Test.");
      return false;
    }
    out.accept(
        String.format(
            Locale.ROOT,
            "%d passed, %d failed, %d skipped, %.1f s",
            passed,
            failed,
            skipped,
            seconds));
    return failed == 0;
  }
}
