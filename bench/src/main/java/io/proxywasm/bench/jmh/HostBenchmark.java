package io.proxywasm.bench.jmh;

import io.proxywasm.host.HeaderMap;
import io.roastedroot.proxywasm.internal.ProxyMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One request through one plugin: a stream's context, 8 request headers, 4 response headers, its
 * end. Ours has a VM per thread; the other host has one VM behind a lock at its best.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HostBenchmark {
  private static final String[] REQUEST = {
    ":authority", "bench.example",
    ":path", "/x/items/42?full=1",
    ":method", "GET",
    ":scheme", "https",
    "user-agent", "bench/1.0",
    "accept", "*/*",
    "x-request-id", "5f2a0f5e-8c0e-4d2c-9a3b-0c4f6d0b1a2e",
    "x-forwarded-proto", "https"
  };

  private static final String[] RESPONSE = {
    ":status", "200", "content-type", "text/plain", "server", "bench", "content-length", "0"
  };

  /** A VM of ours for each thread. */
  @State(Scope.Thread)
  public static class Ours {
    /** The plugin that bench/run has built. */
    @Param({"floor", "java", "rust", "assemblyscript", "go"})
    public String plugin = "";

    private OurHost compiled = new OurHost(OurHost.code("compiled", "floor"));

    /** Starts the plugin. */
    @Setup
    public void start() {
      compiled = new OurHost(OurHost.code("compiled", plugin));
    }
  }

  /** The interpreter, for one thread. */
  @State(Scope.Thread)
  public static class Interpreted {
    private OurHost host = new OurHost(OurHost.code("interpreted", "java"));

    /** Starts the plugin. */
    @Setup
    public void start() {
      host = new OurHost(OurHost.code("interpreted", "java"));
    }
  }

  /** The Java plugin's classes. */
  @State(Scope.Thread)
  public static class Classes {
    private OurHost host = new OurHost(OurHost.code("java", "java"));

    /** Starts the plugin. */
    @Setup
    public void start() {
      host = new OurHost(OurHost.code("java", "java"));
    }
  }

  /** The other host at its best: compiled, one VM for all threads. */
  @State(Scope.Benchmark)
  public static class PeerAtBest {
    /** The plugin that bench/run has built; WasmGC is beyond it. */
    @Param({"floor", "rust", "assemblyscript", "go"})
    public String plugin = "";

    private PeerHost host = new PeerHost("floor", true);

    /** Starts the plugin. */
    @Setup
    public void start() {
      host = new PeerHost(plugin, true);
    }
  }

  /** The other host as it comes. */
  @State(Scope.Benchmark)
  public static class PeerByDefault {
    /** The plugin that bench/run has built. */
    @Param({"floor", "rust"})
    public String plugin = "";

    private PeerHost host = new PeerHost("floor", false);

    /** Starts the plugin. */
    @Setup
    public void start() {
      host = new PeerHost(plugin, false);
    }
  }

  /** Ours, compiled. */
  @Benchmark
  public int oursCompiled(Ours state) {
    return state.compiled.request(HeaderMap.of(REQUEST), HeaderMap.of(RESPONSE));
  }

  /** Ours, interpreted: the Java plugin. */
  @Benchmark
  public int oursInterpreted(Interpreted state) {
    return state.host.request(HeaderMap.of(REQUEST), HeaderMap.of(RESPONSE));
  }

  /** Ours, the Java plugin without WebAssembly. */
  @Benchmark
  public int oursJava(Classes state) {
    return state.host.request(HeaderMap.of(REQUEST), HeaderMap.of(RESPONSE));
  }

  /** The other host, compiled and shared. */
  @Benchmark
  public int peerAtBest(PeerAtBest state) {
    return state.host.request(ProxyMap.of(REQUEST), ProxyMap.of(RESPONSE));
  }

  /** The other host with its defaults. */
  @Benchmark
  public int peerByDefault(PeerByDefault state) {
    return state.host.request(ProxyMap.of(REQUEST), ProxyMap.of(RESPONSE));
  }
}
