package io.proxywasm.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.Status;
import io.proxywasm.host.guest.Output;
import org.junit.jupiter.api.Test;

class PluginMetricsTest {
  private static final int COUNTER = 0;
  private static final int GAUGE = 1;
  private static final int HISTOGRAM = 2;

  private final Stats stats = new Stats();
  private final PluginMetrics metrics = new PluginMetrics(stats);
  private final Output out = new Output();

  private int define(PluginMetrics of, int type, String name) {
    assertThat(of.define(type, name, out)).isEqualTo(Status.OK.code());
    return (int) out.number();
  }

  private int define(int type, String name) {
    return define(metrics, type, name);
  }

  private static Status status(int code) {
    return Status.of(code);
  }

  @Test
  void shouldCountIdsByFourWithTheTypeInTheLowBits() {
    assertThat(define(COUNTER, "a")).isEqualTo(4);
    assertThat(define(COUNTER, "b")).isEqualTo(8);
    assertThat(define(GAUGE, "c")).isEqualTo(5);
    assertThat(define(HISTOGRAM, "d")).isEqualTo(6);
    assertThat(define(HISTOGRAM, "e")).isEqualTo(10);
  }

  @Test
  void shouldShareTheStatWhenANameIsDefinedTwice() {
    PluginMetrics other = new PluginMetrics(stats);
    int first = define(COUNTER, "x");
    int second = define(COUNTER, "x");
    int third = define(other, COUNTER, "x");

    metrics.increment(first, 1);
    metrics.increment(second, 2);
    other.increment(third, 4);

    assertThat(second).isNotEqualTo(first);
    assertThat(third).isEqualTo(first);
    assertThat(status(metrics.get(second, out))).isEqualTo(Status.OK);
    assertThat(out.number()).isEqualTo(7);
    assertThat(stats.counter("wasmcustom.x").value()).isEqualTo(7);
  }

  @Test
  void shouldRefuseATypeWhenThereIsNoneLikeIt() {
    assertThat(status(metrics.define(3, "x", out))).isEqualTo(Status.BAD_ARGUMENT);
    assertThat(status(metrics.define(-1, "x", out))).isEqualTo(Status.BAD_ARGUMENT);
    assertThat(status(metrics.increment(7, 1))).isEqualTo(Status.BAD_ARGUMENT);
    assertThat(status(metrics.record(7, 1))).isEqualTo(Status.NOT_FOUND);
    assertThat(status(metrics.get(7, out))).isEqualTo(Status.BAD_ARGUMENT);
  }

  @Test
  void shouldNotFindAMetricWhenItWasNotDefined() {
    for (int id : new int[] {0, 4, 5, 8, -4, -3}) {
      assertThat(status(metrics.increment(id, 1))).isEqualTo(Status.NOT_FOUND);
      assertThat(status(metrics.record(id, 1))).isEqualTo(Status.NOT_FOUND);
      assertThat(status(metrics.get(id, out))).isEqualTo(Status.NOT_FOUND);
    }
    assertThat(status(metrics.record(6, 1))).isEqualTo(Status.NOT_FOUND);
  }

  @Test
  void shouldOnlyGrowWhenItIsACounter() {
    int id = define(COUNTER, "x");

    assertThat(status(metrics.increment(id, 0))).isEqualTo(Status.BAD_ARGUMENT);
    assertThat(status(metrics.increment(id, -1))).isEqualTo(Status.BAD_ARGUMENT);
    assertThat(status(metrics.increment(id, 2))).isEqualTo(Status.OK);
    assertThat(status(metrics.record(id, 3))).isEqualTo(Status.OK);
    metrics.get(id, out);
    assertThat(out.number()).isEqualTo(5);
  }

  @Test
  void shouldGrowShrinkAndBeSetWhenItIsAGauge() {
    int id = define(GAUGE, "x");

    metrics.record(id, 10);
    metrics.increment(id, -3);
    metrics.increment(id, 1);
    assertThat(status(metrics.get(id, out))).isEqualTo(Status.OK);
    assertThat(out.number()).isEqualTo(8);
  }

  @Test
  void shouldOnlyTakeValuesWhenItIsAHistogram() {
    int id = define(HISTOGRAM, "x");

    assertThat(status(metrics.increment(id, 1))).isEqualTo(Status.BAD_ARGUMENT);
    assertThat(status(metrics.get(id, out))).isEqualTo(Status.BAD_ARGUMENT);
    assertThat(status(metrics.record(id, 5))).isEqualTo(Status.OK);
    assertThat(stats.snapshot().histograms().get(0).count()).isEqualTo(1);
  }

  @Test
  void shouldRefuseMoreWhenAPluginDefinesWithoutEnd() {
    for (int i = 0; i < PluginMetrics.MAX_DEFINITIONS; i++) {
      define(i % 3, "x");
    }

    assertThat(status(metrics.define(COUNTER, "x", out))).isEqualTo(Status.INTERNAL_FAILURE);
    String longName = "x".repeat(PluginMetrics.MAX_NAME_LENGTH + 1);
    assertThat(status(new PluginMetrics(stats).define(COUNTER, longName, out)))
        .isEqualTo(Status.INTERNAL_FAILURE);
  }

  @Test
  void shouldReadTheNameAsUtf8WhenItHasOtherLetters() {
    define(COUNTER, ByteChars.of("gr\u00f6\u00dfe"));

    assertThat(stats.snapshot().counters().get(0).name()).isEqualTo("wasmcustom.gr\u00f6\u00dfe");
  }
}
