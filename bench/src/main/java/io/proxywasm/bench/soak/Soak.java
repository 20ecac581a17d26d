package io.proxywasm.bench.soak;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.proxywasm.bench.proxy.ProxyUsage;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The program behind {@code bench/soak}. */
public final class Soak {
  private static final double HEAP_GROWTH = 1.05;
  private static final int CLIENT_THREADS = 2;

  /** Until connections to the upstream that nobody needs are closed. */
  private static final long IDLE_MILLIS = 5_000;

  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final PrintStream out;
  private final List<String> failures = new ArrayList<>();

  private Soak(PrintStream out) {
    this.out = out;
  }

  /**
   * Runs and prints; ends with 1 when something was lost, mixed up or kept.
   *
   * @param arguments {@code --short} for some seconds instead of minutes
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> failures = run(List.of(arguments).contains("--short"), System.out);
    System.exit(failures.isEmpty() ? 0 : 1);
  }

  /** Runs, and returns what is wrong. */
  static List<String> run(boolean brief, PrintStream out) throws IOException, InterruptedException {
    Soak soak = new Soak(out);
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(CLIENT_THREADS, NioIoHandler.newFactory());
    try (SoakUpstream upstream = new SoakUpstream(loops);
        SoakProxy proxy = SoakProxy.start(upstream.port(), brief ? "2s" : "0.5s")) {
      soak.run(proxy, warmUp(loops, brief), scenarios(loops, brief));
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
    soak.failures.forEach(failure -> out.println("FAILED: " + failure));
    return soak.failures;
  }

  private static List<Scenario> scenarios(EventLoopGroup loops, boolean brief) {
    return brief
        ? List.of(
            new HeldConnections(loops, 300, Duration.ofMillis(500), 600),
            new ManyCallouts(loops, 1_000),
            new KilledPlugin(loops, 2, Duration.ofMillis(100)))
        : List.of(
            new HeldConnections(loops, 10_000, Duration.ofMinutes(1), 1_000),
            new ManyCallouts(loops, 1_000_000),
            new KilledPlugin(loops, 60, Duration.ofSeconds(1)));
  }

  /** Loads classes, compiles, fills what is kept for the next request. */
  private static List<Scenario> warmUp(EventLoopGroup loops, boolean brief) {
    return brief
        ? List.of()
        : List.of(
            new HeldConnections(loops, 1_000, Duration.ofSeconds(3), 1_000),
            new ManyCallouts(loops, 50_000),
            new KilledPlugin(loops, 4, Duration.ofMillis(500)));
  }

  private void run(SoakProxy proxy, List<Scenario> warmUp, List<Scenario> scenarios)
      throws IOException, InterruptedException {
    for (Scenario scenario : warmUp) {
      Tally tally = new Tally();
      scenario.run(proxy, tally);
      judge("warm-up", tally);
    }
    if (!warmUp.isEmpty()) {
      Thread.sleep(IDLE_MILLIS);
    }
    ProxyUsage before = proxy.usage();
    long vms = proxy.stat("wasm.jvm.active");
    out.println("before: " + text(before) + ", " + vms + " VMs");
    for (Scenario scenario : scenarios) {
      Tally tally = new Tally();
      long start = System.nanoTime();
      scenario.run(proxy, tally);
      double seconds = (System.nanoTime() - start) / 1e9;
      out.printf(Locale.ROOT, "%n%s (%.1f s)%n  %s%n", scenario.title(), seconds, tally);
      judge(scenario.title(), tally);
      ProxyUsage after = warmUp.isEmpty() ? proxy.usage() : settled(proxy, before);
      long vmsAfter = proxy.stat("wasm.jvm.active");
      out.printf(
          Locale.ROOT,
          "  after: %s, %d VMs; heap %+.1f %%%n",
          text(after),
          vmsAfter,
          100.0 * (after.heapBytes() - before.heapBytes()) / before.heapBytes());
      if (vmsAfter != vms) {
        failures.add(vmsAfter + " VMs instead of " + vms);
      }
      if (!warmUp.isEmpty() && !holds(before, after)) {
        failures.add("kept something after " + scenario.title() + ": " + text(after));
      }
    }
    for (String word : List.of("LEAK", "Exception in", "OutOfMemory")) {
      proxy.log(word).stream().limit(5).forEach(line -> failures.add("the log says " + line));
    }
  }

  private void judge(String title, Tally tally) {
    if (tally.countWrong() > 0) {
      tally.problems().forEach(problem -> failures.add(title + ": " + problem));
    }
  }

  /** What is used when nothing is going on; waits for what ends by and by. */
  private static ProxyUsage settled(SoakProxy proxy, ProxyUsage goal) throws InterruptedException {
    long deadline = System.nanoTime() + SETTLE_NANOS;
    ProxyUsage usage = proxy.usage();
    while (!holds(goal, usage) && System.nanoTime() < deadline) {
      Thread.sleep(500);
      usage = proxy.usage();
    }
    return usage;
  }

  private static boolean holds(ProxyUsage before, ProxyUsage after) {
    return after.heapBytes() <= before.heapBytes() * HEAP_GROWTH
        && after.files() <= before.files() + 2 * SoakProxy.WORKERS
        && after.threads() <= before.threads();
  }

  private static String text(ProxyUsage usage) {
    return String.format(
        Locale.ROOT,
        "heap %.2f MB, direct %.2f MB, %d files, %d threads",
        usage.heapBytes() / 1e6,
        usage.directBytes() / 1e6,
        usage.files(),
        usage.threads());
  }
}
