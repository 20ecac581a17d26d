package io.proxywasm.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.proxywasm.host.ShortFuzz;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.host.guest.GuestOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes of a module are: it is refused, or it runs; and it can be stopped. */
class ModuleFuzzTest {
  private static final GuestOptions OPTIONS = new GuestOptions(Map.of(), name -> true, 1 << 22);

  /** What one input may take, on a machine that does other things too. */
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "stopper");
            thread.setDaemon(true);
            return thread;
          });

  static Stream<byte[]> seeds() {
    return Stream.of(SeedModules.small(), SeedModules.numbers(), SeedModules.objects());
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10m")
  void shouldRefuseItOrRunIt(byte[] input) {
    check(input);
  }

  @Test
  void shouldRefuseItOrRunItWhenSeedsAreChanged() {
    ShortFuzz.run(seeds(), ModuleFuzzTest::check);
  }

  @Test
  void shouldRunTheSeeds() {
    assertThat(seeds()).allSatisfy(seed -> assertThat(runs(WasmEngine.compiled(), seed)).isEmpty());
    assertThat(seeds())
        .allSatisfy(seed -> assertThat(runs(WasmEngine.interpreted(), seed)).isEmpty());
  }

  private static void check(byte[] input) {
    long start = System.nanoTime();
    List<String> compiled = runs(WasmEngine.compiled(), input);
    List<String> interpreted = runs(WasmEngine.interpreted(), input);
    assertThat(compiled.isEmpty())
        .as("%s %s", compiled, interpreted)
        .isEqualTo(interpreted.isEmpty());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
  }

  /** Returns why it was refused. */
  private static List<String> runs(WasmEngine engine, byte[] module) {
    Guest guest;
    try {
      guest = engine.load(module).newGuest(new FakeHost().hostcalls(), OPTIONS);
    } catch (GuestException e) {
      assertThat(e.getMessage()).doesNotEndWith(": null");
      return List.of(String.valueOf(e.getMessage()));
    }
    call(guest, Guest::start);
    call(guest, each -> each.onContextCreate(1, 0));
    call(guest, each -> each.onVmStart(1, 0));
    call(guest, each -> each.onRequestHeaders(2, 0, true));
    assertThat(guest.memoryBytes()).isLessThanOrEqualTo(OPTIONS.maxMemoryBytes());
    guest.close();
    return List.of();
  }

  private static void call(Guest guest, Consumer<Guest> callback) {
    Stopper stopper = new Stopper(guest, Thread.currentThread());
    Future<?> stop = TIMER.schedule(stopper, 100, TimeUnit.MILLISECONDS);
    try {
      callback.accept(guest);
    } catch (GuestException e) {
      assertThat(e).hasMessageStartingWith("Function: ");
      assertThat(e).hasMessageNotContaining("the host's hostcall failed");
    } finally {
      stop.cancel(false);
      stopper.close();
    }
  }

  /** Stops a guest that still runs. */
  private static final class Stopper implements Runnable, AutoCloseable {
    private final Guest guest;
    private final Thread running;
    private boolean over;

    Stopper(Guest guest, Thread running) {
      this.guest = guest;
      this.running = running;
    }

    @Override
    public synchronized void run() {
      if (!over) {
        guest.interrupt(running);
      }
    }

    @Override
    public synchronized void close() {
      over = true;
      var unused = Thread.interrupted();
    }
  }
}
