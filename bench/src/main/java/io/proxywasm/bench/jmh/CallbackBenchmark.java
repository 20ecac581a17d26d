package io.proxywasm.bench.jmh;

import io.proxywasm.host.engine.WasmEngine;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.host.guest.Hostcalls;
import io.proxywasm.host.guest.Output;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to get into a compiled module and back, beside a chain of calls in Java. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CallbackBenchmark {
  /** A VM of the plugin "floor-life", whose last callbacks are empty. */
  @State(Scope.Thread)
  public static class Compiled {
    private final Guest guest =
        WasmEngine.compiled()
            .load(Modules.read("floor-life"))
            .newGuest(hostcalls(), GuestOptions.defaults());

    /** Made by JMH. */
    public Compiled() {}

    /** The callbacks that are measured call nothing. */
    private static Hostcalls hostcalls() {
      Output output = new Output();
      return (Hostcalls)
          Proxy.newProxyInstance(
              Hostcalls.class.getClassLoader(),
              new Class<?>[] {Hostcalls.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("output")) {
                  return output;
                }
                throw new IllegalStateException(method.getName());
              });
    }
  }

  /** Some methods deep, none of them inlined. */
  @State(Scope.Thread)
  public static class Chain {
    private int seen;

    /** Made by JMH. */
    public Chain() {}

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private int first(int context) {
      return second(context) + 1;
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private int second(int context) {
      return third(context) + 1;
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private int third(int context) {
      seen += context;
      return seen;
    }
  }

  /** The chain of calls in Java. */
  @Benchmark
  public int javaChain(Chain state) {
    return state.first(2);
  }

  /** A callback without a result. */
  @Benchmark
  public Guest compiledLog(Compiled state) {
    state.guest.onLog(2);
    return state.guest;
  }

  /** A callback with a result. */
  @Benchmark
  public boolean compiledDone(Compiled state) {
    return state.guest.onDone(2);
  }
}
