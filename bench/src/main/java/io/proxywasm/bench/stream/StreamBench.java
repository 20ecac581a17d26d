package io.proxywasm.bench.stream;

import static java.util.Objects.requireNonNull;

import io.proxywasm.abi.Status;
import io.proxywasm.bench.ProcessUsage;
import io.proxywasm.bench.proxy.ProxyProcess;
import io.proxywasm.compiler.CompileResult;
import io.proxywasm.compiler.Compiler;
import io.proxywasm.envoy.EnvoyCluster;
import io.proxywasm.envoy.EnvoyConfig;
import io.proxywasm.envoy.EnvoyInstaller;
import io.proxywasm.envoy.EnvoyLauncher;
import io.proxywasm.envoy.EnvoyListener;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.EnvoyProcess;
import io.proxywasm.envoy.EnvoyRoute;
import io.proxywasm.envoy.WasmCode;
import io.proxywasm.sdk.ProxyWasm;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The program behind {@code bench/stream}: a large body through a plugin that rewrites it while it
 * passes, up and down, in Envoy and in our proxy. What counts is the memory that grows with it.
 */
public final class StreamBench {
  private static final String LISTENER = "stream";
  private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx128m");

  private StreamBench() {}

  /**
   * Measures and prints a table.
   *
   * @param arguments how many megabytes a body has
   */
  public static void main(String[] arguments) throws IOException {
    long megabytes = Long.parseLong(arguments[0]);
    System.out.printf(
        Locale.ROOT,
        "%-16s %8s %8s %14s %14s %14s %14s%n",
        "",
        "MB",
        "MB/s",
        "RSS at 1/8, KB",
        "RSS most, KB",
        "guest at 1/8",
        "guest most");
    run(megabytes << 20, StreamBench::print);
  }

  private static void print(StreamMemory.Result result) {
    System.out.printf(
        Locale.ROOT,
        "%-16s %8d %8.0f %14d %14d %14d %14d%n",
        result.title(),
        result.bytes() >> 20,
        result.bytes() / 1048576.0 / result.seconds(),
        result.firstResident(),
        result.mostResident(),
        result.firstLinear(),
        result.mostLinear());
  }

  /** Sends a body of about so many bytes up and down through both hosts. */
  static void run(long bytes, Consumer<StreamMemory.Result> results) throws IOException {
    long repetitions = bytes / Pattern.SENT.length;
    AtomicReference<LongConsumer> progress = new AtomicReference<>(ignored -> {});
    Path file = Files.createTempFile("bench-stream", ".json");
    try (StreamUpstream upstream =
        StreamUpstream.start(repetitions, total -> requireNonNull(progress.get()).accept(total))) {
      EnvoyConfig config = config(upstream.port());
      Files.writeString(file, config.bootstrap());
      try (EnvoyProcess envoy =
          EnvoyLauncher.of(EnvoyInstaller.create().locate())
              .logLevel("wasm", "warning")
              .start(config)) {
        Host host = new Host("Envoy", envoy.port(LISTENER), new ProcessUsage(envoy.pid()));
        host.run(repetitions, progress, host.usage()::linearKib, results);
      }
      try (ProxyProcess ours = ProxyProcess.start(file, 1, JVM)) {
        Host host = new Host("ours", ours.port(LISTENER), new ProcessUsage(ours.pid()));
        // The guest's memory is in the heap, and so are the host's buffers.
        host.run(repetitions, progress, () -> ours.usage().heapBytes() >> 10, results);
      }
    } finally {
      Files.delete(file);
    }
  }

  private record Host(String name, int port, ProcessUsage usage) {
    void run(
        long repetitions,
        AtomicReference<LongConsumer> progress,
        LongSupplier guest,
        Consumer<StreamMemory.Result> results)
        throws IOException {
      long total = repetitions * Pattern.EXPECTED.length;
      StreamMemory up = new StreamMemory(total, usage::residentKib, guest);
      progress.set(up);
      long start = System.nanoTime();
      StreamRun.upload(port, repetitions);
      results.accept(up.result(name + " up", seconds(start)));
      StreamMemory down = new StreamMemory(total, usage::residentKib, guest);
      start = System.nanoTime();
      StreamRun.download(port, repetitions, down);
      results.accept(down.result(name + " down", seconds(start)));
    }

    private static double seconds(long start) {
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private static EnvoyConfig config(int upstreamPort) {
    EnvoyListener listener =
        EnvoyListener.http(LISTENER)
            .plugin(EnvoyPlugin.builder(LISTENER, WasmCode.bytes(module())).build())
            .route(EnvoyRoute.toCluster("/", "upstream"))
            .build();
    return EnvoyConfig.builder()
        .listener(listener)
        .cluster(EnvoyCluster.of("upstream", "127.0.0.1", upstreamPort))
        .build();
  }

  private static byte[] module() {
    CompileResult result =
        Compiler.builder()
            .mainClass(StreamingPlugin.class.getName())
            .classPath(origin(StreamingPlugin.class), origin(ProxyWasm.class), origin(Status.class))
            .compile();
    return result
        .module()
        .orElseThrow(() -> new IllegalStateException(result.diagnostics().toString()));
  }

  private static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
