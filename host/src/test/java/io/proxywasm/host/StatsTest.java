package io.proxywasm.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StatsTest {
  private final Stats stats = new Stats();

  private Histogram.Distribution distribution() {
    return stats.snapshot().histograms().get(0);
  }

  @Test
  void shouldGiveTheSameStatWhenTheNameIsTheSame() {
    stats.counter("a").increment();
    stats.counter("a").add(2);
    stats.gauge("a").set(7);
    stats.gauge("a").add(-2);

    assertThat(stats.counter("a").value()).isEqualTo(3);
    assertThat(stats.gauge("a").value()).isEqualTo(5);
    assertThat(stats.size()).isEqualTo(2);
  }

  @Test
  void shouldSortByNameWhenASnapshotIsTaken() {
    stats.counter("b").add(1);
    stats.counter("a").add(2);
    stats.counter("c");

    assertThat(stats.snapshot().counters())
        .containsExactly(new Stats.Value("a", 2), new Stats.Value("b", 1), new Stats.Value("c", 0));
    assertThat(stats.snapshot().gauges()).isEmpty();
  }

  @Test
  void shouldLoseNothingWhenManyThreadsCount() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    List<Future<?>> done = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      done.add(
          executor.submit(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  stats.counter("c").increment();
                  stats.gauge("g").add(1);
                  stats.histogram("h").record(i);
                }
              }));
    }
    for (Future<?> future : done) {
      future.get();
    }
    executor.shutdown();

    assertThat(stats.counter("c").value()).isEqualTo(40_000);
    assertThat(stats.gauge("g").value()).isEqualTo(40_000);
    assertThat(distribution().count()).isEqualTo(40_000);
  }

  @Test
  void shouldHaveNoQuantilesWhenNothingWasRecorded() {
    stats.histogram("h");

    assertThat(distribution().count()).isZero();
    assertThat(distribution().quantiles()).isEmpty();
    assertThat(distribution().buckets()).containsOnly(0L).hasSize(19);
  }

  @Test
  void shouldGiveTheQuantilesOfEnvoyWhenThereIsOneValue() {
    stats.histogram("h").record(1);

    assertThat(distribution().sum()).isEqualTo(1);
    assertThat(distribution().quantiles()).hasSize(10).containsOnly(1.05);
  }

  /** What Envoy 1.40 told of these values. */
  @Test
  void shouldGiveTheQuantilesOfEnvoyWhenThereAreSeveralValues() {
    for (long value : new long[] {44, 1, 41, 43, 3, 42, 41}) {
      stats.histogram("h").record(value);
    }

    List<Double> expected =
        List.of(1.05, 3.05, 41.666666666666664, 43.5, 44.5, 44.5, 44.5, 44.5, 44.5, 44.5);
    assertThat(distribution().quantiles())
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b))
        .isEqualTo(expected);
  }

  @Test
  void shouldCountFromZeroWhenCountersAreReset() {
    stats.counter("c").add(5);
    stats.gauge("g").set(7);

    stats.resetCounters();

    assertThat(stats.counter("c").value()).isZero();
    assertThat(stats.gauge("g").value()).isEqualTo(7);
  }

  @Test
  void shouldBeRightToATenthWhenValuesAreSpread() {
    for (int i = 1; i <= 10_000; i++) {
      stats.histogram("h").record(i);
    }

    List<Double> quantiles = distribution().quantiles();
    for (int i = 1; i < quantiles.size(); i++) {
      double wanted = Histogram.QUANTILES.get(i) * 10_000;
      assertThat(quantiles.get(i)).isBetween(wanted * 0.9, wanted * 1.1);
    }
    assertThat(distribution().sum()).isEqualTo(50_005_000);
  }

  @Test
  void shouldCountIntoTheBucketsOfEnvoyWhenValuesAreAtTheirBounds() {
    stats.histogram("h").record(0);
    stats.histogram("h").record(1);
    stats.histogram("h").record(5);
    stats.histogram("h").record(6);
    stats.histogram("h").record(4_000_000);

    assertThat(distribution().buckets()).startsWith(1L, 2L, 3L, 4L).endsWith(4L);
  }

  @Test
  void shouldTakeTheLargestNumbersWhenTheyAreRecorded() {
    stats.histogram("h").record(Long.MAX_VALUE);
    stats.histogram("h").record(-1);

    assertThat(distribution().count()).isEqualTo(2);
    assertThat(distribution().quantiles().get(5)).isBetween(9.2e18, 9.4e18);
  }
}
