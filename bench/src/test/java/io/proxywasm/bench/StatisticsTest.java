package io.proxywasm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void shouldTakeTheMiddleOfAnOddNumber() {
    assertThat(Statistics.of(9, 1, 4)).isEqualTo(new Statistics(1, 4));
  }

  @Test
  void shouldTakeTheMeanOfTheTwoInTheMiddle() {
    assertThat(Statistics.of(9, 1, 4, 6)).isEqualTo(new Statistics(1, 5));
  }

  @Test
  void shouldRefuseNoNumbers() {
    assertThatIllegalArgumentException().isThrownBy(Statistics::of);
  }
}
