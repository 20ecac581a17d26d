package io.proxywasm.bench.proxy;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.proxywasm.envoy.EnvoyCluster;
import io.proxywasm.envoy.EnvoyConfig;
import io.proxywasm.envoy.EnvoyInstaller;
import io.proxywasm.envoy.EnvoyLauncher;
import io.proxywasm.envoy.EnvoyListener;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.EnvoyProcess;
import io.proxywasm.envoy.EnvoyRoute;
import io.proxywasm.envoy.WasmCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The program behind {@code bench/proxy}: our proxy with one event loop and Envoy with one worker,
 * the same file and the same load, in turn. What counts is the CPU time of the whole process.
 */
public final class ProxyBench {
  private static final int WARM_UP = 60_000;

  private record Case(String listener, boolean http2) {
    String title() {
      return (http2 ? "HTTP/2 " : "HTTP/1.1 ") + listener;
    }
  }

  private ProxyBench() {}

  /**
   * Measures and prints a table.
   *
   * @param arguments the plugin's file, the number of rounds, the requests of a round
   */
  public static void main(String[] arguments) throws IOException {
    Path plugin = Path.of(arguments[0]).toAbsolutePath();
    int rounds = Integer.parseInt(arguments[1]);
    int requests = Integer.parseInt(arguments[2]);
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    Path file = Files.createTempFile("bench-proxy", ".json");
    try (Upstream http1 = Upstream.start(loops.next(), false);
        Upstream http2 = Upstream.start(loops.next(), true)) {
      EnvoyConfig config = config(plugin, http1.port(), http2.port());
      Files.writeString(file, config.bootstrap());
      try (EnvoyProcess envoy =
              EnvoyLauncher.of(EnvoyInstaller.create().locate())
                  .logLevel("wasm", "warning")
                  .start(config);
          ProxyProcess ours = ProxyProcess.start(file, 1, List.of("-XX:+UseSerialGC"))) {
        System.out.println("CPU microseconds per request, median of " + rounds + " rounds");
        System.out.printf("%-28s %8s %8s %8s%n", "", "Envoy", "ours", "Envoy/ours");
        for (String listener : List.of("direct", "direct-plugin", "proxied", "proxied-plugin")) {
          for (boolean version2 : new boolean[] {false, true}) {
            Case each =
                new Case(
                    version2 && listener.startsWith("proxied")
                        ? listener.replace("proxied", "proxied2")
                        : listener,
                    version2);
            double[] times = measure(each, loops, envoy.pid(), envoy::port, ours, rounds, requests);
            System.out.printf(
                Locale.ROOT,
                "%-28s %8.2f %8.2f %8.2f%n",
                each.title(),
                times[0],
                times[1],
                times[0] / times[1]);
          }
        }
      }
    } finally {
      Files.delete(file);
      var unused = loops.shutdownGracefully();
    }
  }

  private static double[] measure(
      Case each,
      EventLoopGroup loops,
      long envoyPid,
      ToIntFunction<String> envoyPort,
      ProxyProcess ours,
      int rounds,
      int requests) {
    try (Client envoy =
            Client.connect(loops.next(), envoyPort.applyAsInt(each.listener()), each.http2());
        Client mine = Client.connect(loops.next(), ours.port(each.listener()), each.http2())) {
      envoy.run(WARM_UP / 4);
      mine.run(WARM_UP);
      double[][] times = new double[2][rounds];
      List<Integer> order = new ArrayList<>(List.of(0, 1));
      Random random = new Random(1);
      for (int round = 0; round < rounds; round++) {
        Collections.shuffle(order, random);
        for (int which : order) {
          long pid = which == 0 ? envoyPid : ours.pid();
          long before = cpuNanos(pid);
          (which == 0 ? envoy : mine).run(requests);
          times[which][round] = (cpuNanos(pid) - before) / 1000.0 / requests;
        }
      }
      return new double[] {median(times[0]), median(times[1])};
    }
  }

  private static double median(double[] numbers) {
    Arrays.sort(numbers);
    return numbers[numbers.length / 2];
  }

  /** CPU time of all threads of a process, compilers and collectors among them. */
  private static long cpuNanos(long pid) {
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    try (Stream<Path> all = Files.list(tasks)) {
      long sum = 0;
      for (Path task : all.toList()) {
        sum += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
      }
      return sum;
    } catch (IOException e) {
      throw new IllegalStateException("No CPU times; is this Linux?", e);
    }
  }

  private static EnvoyConfig config(Path plugin, int http1, int http2) {
    EnvoyConfig.Builder config =
        EnvoyConfig.builder()
            .cluster(EnvoyCluster.of("http1", "127.0.0.1", http1))
            .cluster(EnvoyCluster.of("http2", "127.0.0.1", http2).withHttp2());
    for (boolean with : new boolean[] {false, true}) {
      for (String kind : List.of("direct", "proxied", "proxied2")) {
        EnvoyListener.Builder listener = EnvoyListener.http(kind + (with ? "-plugin" : ""));
        listener.route(
            switch (kind) {
              case "direct" -> EnvoyRoute.respond("/", 200, "hello");
              case "proxied" -> EnvoyRoute.toCluster("/", "http1");
              default -> EnvoyRoute.toCluster("/", "http2");
            });
        if (with) {
          listener.plugin(
              EnvoyPlugin.builder("bench", WasmCode.file(plugin)).rootId("bench").build());
        }
        config.listener(listener.build());
      }
    }
    return config.build();
  }
}
