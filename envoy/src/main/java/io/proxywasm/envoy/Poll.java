package io.proxywasm.envoy;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks again and again, for what nobody reports. */
final class Poll {
  private static final Duration PAUSE = Duration.ofMillis(5);

  private Poll() {}

  /** Asks until the answer is not null; returns null when the time is over. */
  static <T> @Nullable T until(Duration timeout, Supplier<@Nullable T> question) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      T answer = question.get();
      if (answer != null || System.nanoTime() > deadline) {
        return answer;
      }
      try {
        Thread.sleep(PAUSE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EnvoyException("Interrupted while waiting for Envoy.", e);
      }
    }
  }
}
