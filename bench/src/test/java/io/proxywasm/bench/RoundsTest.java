package io.proxywasm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

  @Test
  void shouldGiveMicrosecondsPerRequest() {
    Rounds rounds = new Rounds(List.of("a"), 1);

    rounds.add("a", 0, new CpuTime(5_000_000, 3_000_000), 1000);

    assertThat(rounds.process("a").minimum()).isEqualTo(5);
    assertThat(rounds.worker("a").minimum()).isEqualTo(3);
  }

  @Test
  void shouldPairTheRoundsForTheMedianAndTakeTheMinimaApart() {
    Rounds rounds = new Rounds(List.of("none", "a"), 3);
    long[] none = {20, 22, 30};
    long[] a = {35, 33, 44};
    for (int i = 0; i < 3; i++) {
      rounds.add("none", i, new CpuTime(none[i] * 1000, 0), 1);
      rounds.add("a", i, new CpuTime(a[i] * 1000, 0), 1);
    }

    Statistics over = rounds.over("a", "none");

    assertThat(over).isEqualTo(new Statistics(13, 14));
  }
}
