package io.proxywasm.bench.testkit;

import io.proxywasm.testkit.Mode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests as a build does. */
final class TestSuite {
  private TestSuite() {}

  /**
   * What came of it.
   *
   * @param tests how many tests ran
   * @param seconds from the begin of the run to the end of its last test
   */
  record Result(int tests, double seconds) {}

  static Result run(String tag, Mode mode, int threads) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(AuthCases.class))
            .filters(TagFilter.includeTags(tag))
            .configurationParameter("pwj.test.mode", mode.name())
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "" + (threads > 1))
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "" + threads)
            .build();
    Stopwatch stopwatch = new Stopwatch();
    LauncherFactory.create().execute(request, stopwatch);
    Throwable failure = stopwatch.failure.get();
    if (failure != null) {
      throw new IllegalStateException("a test failed", failure);
    }
    return new Result(stopwatch.tests.get(), (stopwatch.end - stopwatch.start) / 1e9);
  }

  private static final class Stopwatch implements TestExecutionListener {
    final AtomicInteger tests = new AtomicInteger();
    final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    volatile long start;
    volatile long end;

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
      start = System.nanoTime();
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      result.getThrowable().ifPresent(failure::set);
      if (test.isTest()) {
        tests.incrementAndGet();
        end = System.nanoTime();
      }
    }
  }
}
