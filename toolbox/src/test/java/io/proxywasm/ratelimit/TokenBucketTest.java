package io.proxywasm.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.sdk.Callbacks;
import io.proxywasm.sdk.SharedData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Buckets in shared data, with a clock that the test moves. */
class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  private final SharedHost host = new SharedHost();

  @BeforeEach
  void connect() {
    Callbacks.connect(host.hostcalls());
  }

  private static TokenBucket.Result taken(long remaining) {
    return new TokenBucket.Result(true, remaining, 0);
  }

  private static TokenBucket.Result refused(long remaining, long retryAfterMillis) {
    return new TokenBucket.Result(false, remaining, retryAfterMillis);
  }

  @Test
  void shouldGiveAllAtOnceWhenTheBucketIsFull() {
    TokenBucket bucket = new TokenBucket("b", 3, 2);
    assertThat(bucket.tryTake("k")).isEqualTo(taken(2));
    assertThat(bucket.tryTake("k")).isEqualTo(taken(1));
    assertThat(bucket.tryTake("k")).isEqualTo(taken(0));
    assertThat(bucket.tryTake("k")).isEqualTo(refused(0, 500));
  }

  @Test
  void shouldTakeNothingWhenItRefuses() {
    TokenBucket bucket = new TokenBucket("b", 3, 2);
    assertThat(bucket.tryTake("k", 2)).isEqualTo(taken(1));
    assertThat(bucket.tryTake("k", 2)).isEqualTo(refused(1, 500));
    assertThat(bucket.tryTake("k", 3)).isEqualTo(refused(1, 1000));
    assertThat(bucket.tryTake("k")).isEqualTo(taken(0));
  }

  @Test
  void shouldRefillSteadilyWhenTimePasses() {
    TokenBucket bucket = new TokenBucket("b", 3, 2);
    assertThat(bucket.tryTake("k", 3)).isEqualTo(taken(0));
    host.advance(SECOND / 2 - 1);
    assertThat(bucket.tryTake("k")).isEqualTo(refused(0, 1));
    host.advance(1);
    assertThat(bucket.tryTake("k")).isEqualTo(taken(0));
    host.advance(SECOND / 4);
    assertThat(bucket.tryTake("k")).isEqualTo(refused(0, 250));
    host.advance(SECOND);
    assertThat(bucket.tryTake("k")).isEqualTo(taken(1));
  }

  @Test
  void shouldHoldNoMoreThanItsCapacityWhenNobodyCameForLong() {
    TokenBucket bucket = new TokenBucket("b", 3, 2);
    assertThat(bucket.tryTake("k")).isEqualTo(taken(2));
    host.advance(1_000_000 * SECOND);
    assertThat(bucket.tryTake("k", 3)).isEqualTo(taken(0));
    assertThat(bucket.tryTake("k")).isEqualTo(refused(0, 500));
  }

  @Test
  void shouldSayWhenToTryAgainWhenItIsEmpty() {
    TokenBucket bucket = new TokenBucket("b", 10, 0.1);
    assertThat(bucket.tryTake("k", 10)).isEqualTo(taken(0));
    TokenBucket.Result refused = bucket.tryTake("k", 2);
    assertThat(refused).isEqualTo(refused(0, 20_000));
    host.advance(refused.retryAfterMillis() * 1_000_000 - 1_000_000);
    assertThat(bucket.tryTake("k", 2).taken()).isFalse();
    host.advance(1_000_000);
    assertThat(bucket.tryTake("k", 2)).isEqualTo(taken(0));
  }

  @Test
  void shouldNotWaitLongerThanABucketTakesToFillWhenTheClockGoesBackwards() {
    TokenBucket bucket = new TokenBucket("b", 3, 2);
    assertThat(bucket.tryTake("k", 2)).isEqualTo(taken(1));
    host.advance(-1_000_000 * SECOND);
    // At the worst it is empty, and full again as soon as a new one would be.
    assertThat(bucket.tryTake("k")).isEqualTo(refused(0, 500));
    host.advance(SECOND / 2);
    assertThat(bucket.tryTake("k")).isEqualTo(taken(0));
    host.advance(3 * SECOND / 2);
    assertThat(bucket.tryTake("k", 3)).isEqualTo(taken(0));
  }

  @Test
  void shouldGiveNoTokenTwiceWhenTheClockGoesBackwardsALittle() {
    TokenBucket bucket = new TokenBucket("b", 3, 2);
    assertThat(bucket.tryTake("k", 3)).isEqualTo(taken(0));
    host.advance(-SECOND / 10);
    assertThat(bucket.tryTake("k").taken()).isFalse();
    host.advance(SECOND / 10 + SECOND / 2);
    assertThat(bucket.tryTake("k")).isEqualTo(taken(0));
  }

  @Test
  void shouldCountAnewWhenAnotherWorkerTookMeanwhile() {
    TokenBucket bucket = new TokenBucket("b", 3, 2);
    host.beforeNextSet(() -> assertThat(bucket.tryTake("k")).isEqualTo(taken(2)));
    assertThat(bucket.tryTake("k")).isEqualTo(taken(1));
    host.beforeNextSet(() -> assertThat(bucket.tryTake("k")).isEqualTo(taken(0)));
    assertThat(bucket.tryTake("k")).isEqualTo(refused(0, 500));
    assertThat(host.mismatches()).isEqualTo(2);
  }

  @Test
  void shouldGiveNoMoreThanThereIsWhenThreadsContend() throws Exception {
    int threads = 4;
    int capacity = 20_000;
    TokenBucket bucket = new TokenBucket("b", capacity, 0.001);
    CountDownLatch together = new CountDownLatch(threads);
    Callable<Integer> taker =
        () -> {
          together.countDown();
          together.await();
          int taken = 0;
          while (bucket.tryTake("k").taken()) {
            taken++;
          }
          return taken;
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(pool.submit(taker));
      }
      int sum = 0;
      for (Future<Integer> result : results) {
        sum += result.get();
      }
      assertThat(sum).isEqualTo(capacity);
    } finally {
      pool.shutdownNow();
    }
    assertThat(host.mismatches()).isPositive();
  }

  @Test
  void shouldKeepKeysAndLimitsApart() {
    TokenBucket bucket = new TokenBucket("b", 1, 1);
    assertThat(bucket.tryTake("one").taken()).isTrue();
    assertThat(bucket.tryTake("two").taken()).isTrue();
    assertThat(new TokenBucket("c", 1, 1).tryTake("one").taken()).isTrue();
    assertThat(bucket.tryTake("one").taken()).isFalse();
    assertThat(new TokenBucket("b", 1, 1).tryTake("one").taken()).isFalse();
    assertThat(host.keys()).hasSize(3);
  }

  @Test
  void shouldMakeNoMoreBucketsThanSlotsWhenThereAreManyKeys() {
    TokenBucket bucket = new TokenBucket("b", 1000, 1, 8);
    for (int i = 0; i < 1000; i++) {
      assertThat(bucket.tryTake("key " + i).taken()).isTrue();
    }
    assertThat(host.keys()).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no time", "something much longer"})
  void shouldBeginFullWhenSomethingElseIsThere(String other) {
    SharedData.set("token-bucket/b/k", other);
    TokenBucket bucket = new TokenBucket("b", 3, 2);
    assertThat(bucket.tryTake("k")).isEqualTo(taken(2));
    assertThat(bucket.tryTake("k")).isEqualTo(taken(1));
  }

  @Test
  void shouldServeTheFastestRate() {
    TokenBucket bucket = new TokenBucket("b", 1_000_000, 1_000_000);
    assertThat(bucket.tryTake("k", 1_000_000)).isEqualTo(taken(0));
    host.advance(1000);
    assertThat(bucket.tryTake("k")).isEqualTo(taken(0));
    assertThat(bucket.tryTake("k")).isEqualTo(refused(0, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0",
    "-1, 1, 0",
    "1000001, 1, 0",
    "1, 0, 0",
    "1, -1, 0",
    "1, NaN, 0",
    "1, 1000000.5, 0",
    "1, 1, -1",
    "1000000, 0.0004, 0",
    "1, 4.9E-324, 0"
  })
  void shouldRefuseWhenANumberIsOutOfRange(int capacity, double perSecond, int slots) {
    assertThatThrownBy(() -> new TokenBucket("b", capacity, perSecond, slots))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 4, Integer.MAX_VALUE})
  void shouldRefuseWhenSoManyTokensNeverFit(int tokens) {
    TokenBucket bucket = new TokenBucket("b", 3, 2);
    assertThatThrownBy(() -> bucket.tryTake("k", tokens))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(tokens + " tokens");
    assertThat(host.keys()).isEmpty();
  }

  @Test
  void shouldServeTheSlowestRateWithoutOverflow() {
    TokenBucket bucket = new TokenBucket("b", 1_000_000, 0.0005);
    assertThat(bucket.tryTake("k", 1_000_000)).isEqualTo(taken(0));
    assertThat(bucket.tryTake("k").taken()).isFalse();
    assertThat(bucket.tryTake("other")).isEqualTo(taken(999_999));
  }
}
