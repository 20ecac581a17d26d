package io.proxywasm.bench;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.proxywasm.envoy.EnvoyBinary;
import io.proxywasm.envoy.EnvoyException;
import io.proxywasm.envoy.EnvoyInstaller;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program behind {@code bench/run}. */
public final class Bench {
  private Bench() {}

  /**
   * Builds the plugins, measures them and prints the report.
   *
   * @param arguments the folder of this module, then the options of {@code bench/run}
   */
  public static void main(String[] arguments) {
    Progress progress = new Progress(System.err);
    try {
      Path bench = Path.of(arguments[0]).toAbsolutePath();
      String[] rest = new String[arguments.length - 1];
      System.arraycopy(arguments, 1, rest, 0, rest.length);
      Options options = Options.parse(rest);
      if (options.help()) {
        System.out.print(Options.USAGE);
        return;
      }
      Report report = run(options, bench, progress);
      System.out.print(options.json() ? ReportJson.of(report) : ReportText.of(report));
    } catch (UsageException e) {
      System.err.println("bench: " + e.getMessage() + "\n\n" + Options.USAGE);
      System.exit(2);
    } catch (BenchException e) {
      progress.say(String.valueOf(e.getMessage()));
      System.exit(1);
    }
  }

  private static Report run(Options options, Path bench, Progress progress) {
    EnvoyBinary binary = envoy(options, progress);
    Candidates candidates = Candidates.gather(options, bench, binary, progress);
    List<Plugin> plugins = candidates.plugins();
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      Rounds cpu;
      try (Site site = Site.open(binary, options.workloads(), plugins)) {
        cpu =
            new CpuBenchmark(options.rounds(), options.requestsPerRound(), progress)
                .run(site, options.workloads(), plugins, loops.next());
      }
      Map<String, List<MemoryUse>> memory =
          options.memory()
              ? new MemoryBenchmark(binary, progress)
                  .run(options.workloads(), plugins, loops.next())
              : Map.of();
      return new Report(
          options.envoyVersion(),
          options.workloads(),
          options.rounds(),
          options.requestsPerRound(),
          plugins,
          candidates.leftOut(),
          cpu,
          memory);
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private static EnvoyBinary envoy(Options options, Progress progress) {
    try {
      return EnvoyInstaller.create().withProgress(progress::say).install(options.envoyVersion());
    } catch (EnvoyException e) {
      throw new BenchException(String.valueOf(e.getMessage()), e);
    }
  }
}
