package io.proxywasm.bench.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The CPU time of the benchmark's threads per operation, in microseconds: what a busy machine
 * disturbs less than the time on the clock. {@code bench/jmh -prof
 * io.proxywasm.bench.jmh.CpuPerOp}.
 */
public final class CpuPerOp implements InternalProfiler {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private Map<Long, Long> before = Map.of();

  /** Made by JMH. */
  public CpuPerOp() {}

  @Override
  public String getDescription() {
    return "CPU time of the benchmark's threads per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = times();
  }

  @Override
  public List<Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long nanos = 0;
    for (Map.Entry<Long, Long> each : times().entrySet()) {
      nanos += each.getValue() - before.getOrDefault(each.getKey(), 0L);
    }
    long operations = result.getMetadata().getAllOps();
    return List.of(
        new ScalarResult("cpu", nanos / 1000.0 / operations, "us/op", AggregationPolicy.AVG));
  }

  /** By thread; those that benchmarks run on. */
  private Map<Long, Long> times() {
    Map<Long, Long> times = new HashMap<>();
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null && info.getThreadName().contains("jmh-worker")) {
        times.put(info.getThreadId(), threads.getThreadCpuTime(info.getThreadId()));
      }
    }
    return times;
  }
}
