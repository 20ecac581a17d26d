package io.proxywasm.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SharedCodeTest {
  private final FakeHost host = new FakeHost();

  /**
   * Counts in a global (request trailers), in memory (response trailers), by growing a table
   * (request metadata), and drops its data (response metadata).
   */
  private static ModuleBuilder counting() {
    ModuleBuilder module = ModuleBuilder.plugin().basics().global(0).table(1, 100);
    module.function(
        "proxy_on_request_trailers",
        "ii>i",
        Code.of().global(0).i32(1).add().setGlobal(0).global(0));
    module.function(
        "proxy_on_response_trailers",
        "ii>i",
        Code.of().i32(8).i32(8).loadInt(0).i32(1).add().storeInt(0).i32(8).loadInt(0));
    module.function(
        "proxy_on_request_metadata",
        "ii>i",
        Code.of().raw(0xd0, 0x70).i32(1).raw(0xfc, 0x0f, 0).drop().raw(0xfc, 0x10, 0));
    return module;
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveEachGuestStateOfItsOwn(Mode mode) {
    GuestCode code = mode.engine().load(counting().build());
    Guest first = code.newGuest(host.hostcalls(), GuestOptions.defaults());
    for (int i = 1; i < 4; i++) {
      assertThat(first.onRequestTrailers(1, 0)).isEqualTo(i);
      assertThat(first.onResponseTrailers(1, 0)).isEqualTo(i);
      assertThat(first.onRequestMetadata(1, 0)).isEqualTo(i + 1);
    }
    Guest second = code.newGuest(host.hostcalls(), GuestOptions.defaults());
    assertThat(second.onRequestTrailers(1, 0)).isEqualTo(1);
    assertThat(second.onResponseTrailers(1, 0)).isEqualTo(1);
    assertThat(second.onRequestMetadata(1, 0)).isEqualTo(2);
    assertThat(first.onRequestTrailers(1, 0)).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCompileTheSameContentOnce(Mode mode) {
    byte[] module = counting().build();
    assertThat(mode.engine().load(module)).isSameAs(mode.engine().load(module.clone()));
  }

  @Test
  void shouldNotSeeLaterChangesOfTheBytes() {
    byte[] module = counting().build();
    GuestCode code = Mode.COMPILED.engine().load(module);
    Arrays.fill(module, (byte) 0);
    Guest guest = code.newGuest(host.hostcalls(), GuestOptions.defaults());
    assertThat(guest.onRequestTrailers(1, 0)).isEqualTo(1);
  }

  @Test
  void shouldRunGuestsOnManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        tasks.add(
            () -> {
              Guest guest =
                  Mode.COMPILED.guest(counting(), new FakeHost(), GuestOptions.defaults());
              int count = 0;
              for (int n = 0; n < 10_000; n++) {
                count = guest.onRequestTrailers(1, 0);
                guest.onResponseTrailers(1, 0);
              }
              return count;
            });
      }
      for (Future<Integer> count : threads.invokeAll(tasks)) {
        assertThat(count.get()).isEqualTo(10_000);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
