package io.proxywasm.javaguest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.javaguest.plugins.CasePlugin;
import io.proxywasm.javaguest.plugins.StartPlugins;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a plugin does for ever comes to an end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopTest {
  private static JavaPlugin plugin;

  private final FakeHost host = new FakeHost();

  @BeforeAll
  static void load() {
    plugin = Plugins.of(CasePlugin.class);
  }

  @AfterAll
  static void close() {
    plugin.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for",
        "empty",
        "do",
        "continue",
        "switch",
        "catching",
        "catching-errors",
        "finally",
        "throwing",
        "synchronized",
        "lambda",
        "recursion",
        "initializer",
        "sleep",
        "sleep-once",
        "hostcall"
      })
  void shouldEndTheCallbackWhenItIsInterrupted(String name) {
    try (Guest guest = Plugins.started(plugin, host)) {
      host.calls();
      interruptAt("begin " + name, guest);
      assertThatExceptionOfType(GuestException.class)
          .isThrownBy(() -> Plugins.request(guest, host, name))
          .withMessageStartingWith(
              "Function: proxy_on_request_headers failed: interrupted: the host stopped it because it"
                  + " took too long\n\tat ")
          .withMessageContaining("CasePlugin.java:")
          .withNoCause();
      assertThat(host.logged())
          .contains("2 begin " + name)
          .noneMatch(line -> line.contains("caught"));
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  @Test
  void shouldEndMainWhenItIsInterrupted() {
    try (JavaPlugin endless = Plugins.of(StartPlugins.Endless.class);
        Guest guest = endless.newGuest(host.hostcalls(), GuestOptions.defaults())) {
      interruptAt("begin main", guest);
      assertThatExceptionOfType(GuestException.class)
          .isThrownBy(guest::start)
          .withMessageStartingWith("Function: main failed: interrupted: ");
    }
  }

  @Test
  void shouldNotStopOthersWhenOneIsInterrupted() {
    try (Guest other = Plugins.started(plugin, host);
        Guest guest = Plugins.started(plugin, host)) {
      interruptAt("begin for", guest);
      assertThatExceptionOfType(GuestException.class)
          .isThrownBy(() -> Plugins.request(guest, host, "for"));
      host.calls();
      Plugins.request(other, host, "count");
      assertThat(host.logged()).containsExactly("2 request 1");
    }
  }

  /** Interrupts from another thread, once, and is done before the plugin goes on. */
  private void interruptAt(String message, Guest guest) {
    Thread running = Thread.currentThread();
    host.onLog(
        message,
        () -> {
          CountDownLatch begun = new CountDownLatch(1);
          new Thread(
                  () -> {
                    begun.countDown();
                    guest.interrupt(running);
                  })
              .start();
          awaitUninterruptibly(begun);
        });
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
